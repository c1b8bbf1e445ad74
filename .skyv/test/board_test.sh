# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# The makers' command: when it is built, and what it is given.

with_board_command() {
  ready_machine
  mkdir -p "$CHECKOUT"/hardware-spec/{src/main,target/lib}
  touch "$CHECKOUT/hardware-spec/pom.xml"
  printf '#!/bin/bash\n[[ $1 != -version ]] || { echo "openjdk version \\"25.0.3\\" 2026" >&2; exit; }\necho "java $*"\n' \
    >"$SANDBOX/jvm/jdk-25/bin/java"
}

shouldBuildTheBoardCommandOnceAndGiveItItsArguments() {
  with_board_command
  skyv board check my.json
  expect_output "building the command once" "-pl hardware-spec"
  expect_output "io.skyv.hardware.board.BoardCommand check my.json"
  skyv board check my.json
  expect_no_output "building the command once"
  touch -d "+1 minute" "$CHECKOUT/hardware-spec/src/main/changed"
  skyv board check my.json
  expect_output "building the command once"
}

shouldSayHowTheBoardCommandIsUsed() {
  skyv board
  expect_status 2
  expect_output "./skyv board check FILE"
  skyv help board
  expect_status 0
  expect_output "./skyv board init"
}
