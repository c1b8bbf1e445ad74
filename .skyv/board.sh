# shellcheck shell=bash
# What makers use: profiles of boards, written and checked by the module hardware-spec.

readonly BOARD_CLASSES=hardware-spec/target/classes BOARD_LIBRARIES=hardware-spec/target/lib

board() {
  case ${1:-} in
    --help | -h | '')
      help board
      [[ -n ${1:-} ]] || exit "$EXIT_REFUSED"
      return
      ;;
  esac
  read_maven_args
  check_platform
  settle_home
  settle_cache
  ensure_jdk
  build_board_command
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -Dslf4j.internal.verbosity=ERROR \
    -cp "$SKYV_ROOT/$BOARD_CLASSES:$SKYV_ROOT/$BOARD_LIBRARIES/*" io.skyv.hardware.board.BoardCommand "$@"
}

# Builds unless what is there is newer than every source.
build_board_command() {
  local newer=yes stamp=$SKYV_ROOT/hardware-spec/target/.board-command
  if [[ -e $stamp && -d $SKYV_ROOT/$BOARD_LIBRARIES ]]; then
    newer=$(find "$SKYV_ROOT"/{pom.xml,hardware-spec/pom.xml,hardware-spec/src/main} -type f -newer "$stamp" -print -quit)
  fi
  [[ -n $newer ]] || return 0
  say "building the command once"
  ensure_maven
  (cd "$SKYV_ROOT" && "$MAVEN" -q -B -pl hardware-spec -DskipTests -Dskyv.fuzz.skip=true -Dspotless.check.skip=true package >&2) ||
    fail "it could not be built." "./skyv mvn -pl hardware-spec package tells why."
  touch "$stamp"
}
