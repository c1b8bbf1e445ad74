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

shouldBuildTheUpdateClientWhenItIsNotThereOrSourcesAreNewer() {
  with_client
  rm -r "$CHECKOUT"/ota-updates/target
  skyv tuf-client refresh
  expect_status 1 # this Maven leaves nothing
  expect_output "building ota-updates" "left no program"
  expect "a build of one module" grep -q -- "-DskipTests .*package -pl ota-updates" "$SANDBOX/maven.log"
  with_client
  skyv tuf-client refresh
  expect_no_output "building"
  mkdir -p "$CHECKOUT"/ota-updates/src/main
  touch -d "+1 minute" "$CHECKOUT"/ota-updates/src/main/changed
  skyv tuf-client refresh
  expect_output "building ota-updates"
}

shouldTellHowTheUpdateClientIsUsed() {
  skyv tuf-client --help
  expect_status 0
  expect_output "--metadata-dir DIR init ROOT_FILE"
  skyv help
  expect_output "./skyv tuf-client"
}

shouldPassItsArgumentsToTheMakerOfReleases() {
  with_client
  java_ends_with 2
  skyv release show "my releases"
  expect_status 2
  expect_output "io.skyv.ota.command.ReleaseCommand show my releases"
}

shouldMakeImagesAndDeltasInASmallHeap() {
  with_client
  java_ends_with 0
  skyv release add releases firmware.bin network
  expect_output "-Xmn1m" "ReleaseCommand add releases firmware.bin network"
  skyv release show releases
  expect_no_output "-Xmn1m"
}

shouldTellHowReleasesAreMade() {
  skyv release
  expect_status 0
  expect_output "./skyv release init DIR" "docs/operator/releases.md"
}

shouldTellItAtAnyPlace() {
  with_client
  java_ends_with 0
  skyv release rotate r root --help
  expect_status 0
  expect_output "./skyv release init DIR"
  expect_no_output "java"
}
