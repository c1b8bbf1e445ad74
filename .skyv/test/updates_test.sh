# shellcheck shell=bash disable=SC2034
# The update client: how it is built and called.

with_client() {
  ready_machine
  mkdir -p "$CHECKOUT"/ota-updates/target/lib
  touch "$CHECKOUT"/ota-updates/target/ota-updates-1.jar
}

# A java that tells its arguments and ends as it is told.
java_ends_with() {
  fake_jdk "$SANDBOX/jvm/jdk-25" 25.0.3
  printf '#!/bin/bash\necho "java $*"\nexit %s\n' "$1" >"$SANDBOX/jvm/jdk-25/bin/java"
}

shouldPassItsArgumentsToTheUpdateClient() {
  with_client
  java_ends_with 0
  skyv tuf-client --metadata-dir "a b" init root.json
  expect_status 0
  expect_output "ota-updates/target/ota-updates-1.jar:" \
    "io.skyv.ota.command.TufClientCommand --metadata-dir a b init root.json"
  expect_no_output "building"
}

shouldEndAsTheUpdateClientEnds() {
  with_client
  java_ends_with 1
  skyv tuf-client refresh
  expect_status 1
}

shouldEndWith1WhenTheUpdateClientCantEvenStart() {
  with_client
  SETTINGS+=(SKYV_JAVA_HOME="$SANDBOX/nowhere")
  skyv tuf-client refresh
  expect_status 1
  expect_output "SKYV_JAVA_HOME is $SANDBOX/nowhere"
}

shouldBuildTheUpdateClientOnce() {
  ready_machine
  skyv tuf-client refresh
  expect_output "building ota-updates, once"
  expect "a build of one module" grep -q -- "-DskipTests .*package -pl ota-updates" "$SANDBOX/maven.log"
}

shouldTellHowTheUpdateClientIsUsed() {
  skyv tuf-client --help
  expect_status 0
  expect_output "--metadata-dir DIR init ROOT_FILE"
  skyv help
  expect_output "./skyv tuf-client"
}
