# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2154
# Which GraalVM builds the native executable.

# A toolchain that says how it was called, and makes a directory that looks like a GraalVM.
fake_toolchain() {
  mkdir -p "$1"
  cat >"$1/build.sh" <<END
#!/bin/bash
echo "toolchain \$1; java \$JDK_HOME; maven \$(command -v mvn)" >>"$SANDBOX/toolchain.log"
mkdir -p "\$1/bin" && touch "\$1/bin/native-image" && chmod +x "\$1/bin/native-image"
END
  chmod +x "$1/build.sh"
}

# A Maven that also says which GraalVM it got.
with_telling_maven() {
  ready_machine
  echo 'echo "graalvm ${GRAALVM_HOME:-none}"' >>"$SANDBOX/bin/mvn"
  fake gcc <<<true
}

shouldTakeTheGraalvmThatIsNamed() {
  with_telling_maven
  mkdir -p "$SANDBOX/graalvm/bin"
  touch "$SANDBOX/graalvm/bin/native-image"
  chmod +x "$SANDBOX/graalvm/bin/native-image"
  SETTINGS+=(GRAALVM_HOME="$SANDBOX/graalvm")
  skyv mvn package -Dnative
  expect_status 0
  expect_output "graalvm $SANDBOX/graalvm"
}

shouldPutOneTogetherOnce() {
  with_telling_maven
  fake_toolchain "$SANDBOX/shared/toolchain"
  skyv mvn package -Dnative
  expect_status 0
  expect_output "putting a GraalVM for JDK 25 together" "graalvm $SANDBOX/home/.cache/skyv/graalvm-"
  expect "the launcher's JDK" grep -q "java $SANDBOX/jvm/jdk-25" "$SANDBOX/toolchain.log"
  skyv verify -Dnative
  expect_no_output "putting"
  expect "it did so once" test "$(grep -c toolchain "$SANDBOX/toolchain.log")" = 1
  expect "nothing temporary left" test -z "$(compgen -G "$SANDBOX/home/.cache/skyv/tmp.*")"
}

shouldTakeTheToolchainThatIsNamed() {
  with_telling_maven
  fake_toolchain "$SANDBOX/elsewhere"
  SETTINGS+=(SKYV_TOOLCHAIN="$SANDBOX/elsewhere")
  skyv mvn package -Dnative
  expect_output "by $SANDBOX/elsewhere"
}

shouldSayWhatToDoWhereThereIsNone() {
  with_telling_maven
  skyv mvn package -Dnative
  expect_status 2
  expect_output "needs GraalVM or Mandrel for JDK 25" "GRAALVM_HOME" "SKYV_TOOLCHAIN"
  SETTINGS+=(GRAALVM_HOME="$SANDBOX/nowhere")
  skyv mvn package -Dnative
  expect_status 2
  expect_output "GRAALVM_HOME is $SANDBOX/nowhere, which has no bin/native-image"
}

shouldShowWhyNoneCouldBePutTogether() {
  with_telling_maven
  mkdir -p "$SANDBOX/shared/toolchain"
  printf '#!/bin/bash\necho "no route to repository"; exit 1\n' >"$SANDBOX/shared/toolchain/build.sh"
  chmod +x "$SANDBOX/shared/toolchain/build.sh"
  skyv mvn package -Dnative
  expect_status 1
  expect_output "no route to repository" "could not put a GraalVM together"
}

shouldNeedNoneWithoutNative() {
  with_telling_maven
  skyv mvn package
  expect_status 0
  expect_output "graalvm none"
}
