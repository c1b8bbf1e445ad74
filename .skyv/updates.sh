# shellcheck shell=bash
# ./skyv release: releases made by people. ./skyv tuf-client: the update client by the command line of the TUF conformance suite.

readonly UPDATES_JAR="ota-updates/target/ota-updates-*.jar"
readonly UPDATES_LIB=ota-updates/target/lib
# It runs for a blink: no time for the best code, and no use for many threads.
readonly UPDATES_JVM=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m --enable-native-access=ALL-UNNAMED)
# Images are read in pieces, whatever their size, so this works for minutes with few classes and a small heap:
# a delta takes 64 MB with all, a release with three of them 80.
readonly MAKING_JVM=(-Xshare:off -Xms6m -Xmn1m -XX:MinHeapFreeRatio=5 -XX:ReservedCodeCacheSize=16m
  -XX:TrimNativeHeapInterval=100)

# asks_for_help ARGS…: at any place, for a person who is about to sign something.
asks_for_help() {
  local arg
  for arg in "$@"; do
    [[ $arg != --help && $arg != -h ]] || return 0
  done
  [[ ${1:-} == help ]]
}

release() {
  if asks_for_help "$@" || (($# == 0)); then
    help release
    return
  fi
  local jvm=("${UPDATES_JVM[@]}")
  [[ $1 != add ]] || jvm+=("${MAKING_JVM[@]}")
  run_updates ReleaseCommand "${jvm[@]}" -- "$@"
}

# Ends with 0 or 1, nothing else, as the suite asks.
tuf_client() {
  if asks_for_help "$@"; then
    help tuf-client
    return
  fi
  trap '(($? == 0)) || exit 1' EXIT
  run_updates TufClientCommand "${UPDATES_JVM[@]}" -- "$@"
}

# run_updates CLASS JVM_OPTION… -- ARGS…
run_updates() {
  local class=$1 jvm=()
  shift
  while [[ $1 != -- ]]; do
    jvm+=("$1")
    shift
  done
  shift
  check_platform
  settle_home
  settle_cache
  ensure_jdk
  ensure_updates_built
  exec "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$(updates_jar):$SKYV_ROOT/$UPDATES_LIB/*" \
    "io.skyv.ota.command.$class" "$@"
}

# The module's jar, or nothing.
updates_jar() {
  compgen -G "$SKYV_ROOT/$UPDATES_JAR" | head -n 1
}

# Built, and from the sources that are there now?
updates_are_fresh() {
  local jar newer
  jar=$(updates_jar)
  [[ -n $jar ]] || return 1
  newer=$(find "$SKYV_ROOT"/ota-updates/{pom.xml,src/main} -type f -newer "$jar" -print -quit 2>/dev/null || true)
  [[ -z $newer ]]
}

ensure_updates_built() {
  ! updates_are_fresh || return 0
  say "building ota-updates"
  prepare_maven
  (cd "$SKYV_ROOT" && "$MAVEN" -q -B -DskipTests -Dspotless.check.skip=true package -pl ota-updates >&2) ||
    fail "ota-updates could not be built." "./skyv mvn -pl ota-updates package shows why."
  [[ -n $(updates_jar) ]] || fail "the build of ota-updates left no program." "./skyv mvn -pl ota-updates package shows why."
  touch -c "$(updates_jar)" # Maven leaves a jar as it is whose content would be the same
}
