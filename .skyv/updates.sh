# shellcheck shell=bash
# ./skyv tuf-client: the update client by the command line of the TUF conformance suite.

readonly UPDATES_JAR="ota-updates/target/ota-updates-*.jar"
readonly UPDATES_LIB=ota-updates/target/lib
# It runs for a blink: no time for the best code, and no use for many threads.
readonly UPDATES_JVM=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m)

# Ends with 0 or 1, nothing else, as the suite asks.
tuf_client() {
  if [[ ${1:-} == --help ]]; then
    help tuf-client
    return
  fi
  trap '(($? == 0)) || exit 1' EXIT
  settle_home
  settle_cache
  check_platform
  ensure_jdk
  ensure_updates_built
  exec "$JAVA_HOME/bin/java" "${UPDATES_JVM[@]}" -cp "$(updates_jar):$SKYV_ROOT/$UPDATES_LIB/*" \
    io.skyv.ota.command.TufClientCommand "$@"
}

# The module's jar, or nothing.
updates_jar() {
  compgen -G "$SKYV_ROOT/$UPDATES_JAR" | head -n 1
}

ensure_updates_built() {
  [[ -z $(updates_jar) ]] || return 0
  say "building ota-updates, once"
  prepare_maven
  (cd "$SKYV_ROOT" && "$MAVEN" -q -B -DskipTests -Dspotless.check.skip=true package -pl ota-updates >&2) ||
    fail "ota-updates could not be built." "./skyv mvn -pl ota-updates package shows why."
}
