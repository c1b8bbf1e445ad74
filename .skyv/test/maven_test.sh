# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# Which Maven runs, and how 3.9.12 is brought.

with_jdk_and_maven() {
  fake_jdk "$SANDBOX/jvm/jdk-25" 25.0.3
  fake_maven "$1"
}

shouldBringMavenByAnOlderOne() {
  with_jdk_and_maven 3.8.7
  skyv mvn -q clean
  expect_status 0
  expect_output "bringing Maven 3.9.12 by Maven 3.8.7" "maven 3.9.12; java $SANDBOX/jvm/jdk-25;" "args -q clean"
  skyv mvn validate
  expect_no_output bringing
  expect "it brought it once" test "$(grep -c dependency-plugin "$SANDBOX/maven.log")" = 1
  expect "nothing temporary left" test -z "$(compgen -G "$SANDBOX/home/.cache/skyv/tmp.*")"
}

shouldBringMavenByMaven4() {
  with_jdk_and_maven 4.0.0
  skyv mvn validate
  expect_output "maven 3.9.12;" "args validate"
}

shouldUseANewEnoughMavenAsItIs() {
  with_jdk_and_maven 3.9.14
  skyv mvn validate
  expect_output "maven 3.9.14;"
  expect_no_output bringing
}

shouldBringItWithTheUsersRepositoryAndSettings() {
  with_jdk_and_maven 3.8.7
  touch "$SANDBOX/my-settings.xml"
  cd "$SANDBOX"
  skyv mvn -o -s my-settings.xml -Dmaven.repo.local=repo -Pfoo validate
  expect_status 0
  expect "the same for both" test "$(grep -c -- "-o -s $SANDBOX/my-settings.xml -Dmaven.repo.local=$SANDBOX/repo" maven.log)" = 2
  expect "the goal alone gets the profile" test "$(grep -c -- -Pfoo maven.log)" = 1
}

shouldRefuseAMavenThatIsTooOld() {
  with_jdk_and_maven 3.3.9
  skyv mvn validate
  expect_status 2
  expect_output "is Maven 3.3.9; 3.6 or newer is needed"
}

shouldShowWhyMavenCouldNotBeBrought() {
  with_jdk_and_maven 3.8.7
  fake mvn <<<'[[ $1 == --version ]] && echo "Apache Maven 3.8.7" || { echo "no route to repository"; exit 1; }'
  skyv mvn validate
  expect_status 1
  expect_output "no route to repository" "could not bring Maven 3.9.12"
}

shouldInstallMavenFromTheSystem() {
  with_jdk_and_maven 3.8.7
  mv "$SANDBOX/bin/mvn" "$SANDBOX/packaged-mvn"
  fake_user 0
  fake_apt maven "cp '$SANDBOX/packaged-mvn' '$SANDBOX/bin/mvn'"
  cp "$SANDBOX/packaged-mvn" "$SANDBOX/bin/mvn-for-sed"
  skyv mvn --version
  expect_output "running: apt-get update && apt-get install -y --no-install-recommends maven"
}

shouldPassArgumentsOnAsTheyAre() {
  with_jdk_and_maven 3.9.14
  skyv mvn -Da='b c' --help -- '*'
  expect_output "args -Da=b c --help -- *"
}

shouldRunWhereItIsCalledInsideTheCheckoutAndElseAtItsTop() {
  with_jdk_and_maven 3.9.14
  mkdir "$CHECKOUT/proto"
  cd "$CHECKOUT/proto"
  skyv mvn test
  expect_output "in $CHECKOUT/proto;"
  cd /
  skyv mvn test
  expect_output "in $CHECKOUT;"
}

shouldKeepTheUsersMavenOpts() {
  with_jdk_and_maven 3.9.14
  SETTINGS+=(MAVEN_OPTS=-Xmx3g)
  skyv mvn test
  expect_output "opts -Xmx3g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow;"
}

shouldReturnMavensExitStatus() {
  with_jdk_and_maven 3.9.14
  echo "exit 7" >>"$SANDBOX/bin/mvn"
  skyv mvn test
  expect_status 7
}

shouldVerifyEverythingFromAnywhere() {
  ready_machine
  ln -s "$CHECKOUT/skyv" "$SANDBOX/bin/skyv-link"
  cd /
  STATUS=0
  OUTPUT=$(env -i PATH="$SANDBOX/bin:$TOOLS" HOME="$SANDBOX/home" SKYV_FREE_MIB_MIN=1 skyv-link verify -Pbrowser 2>&1) || STATUS=$?
  expect_status 0
  expect_output "in $CHECKOUT;" "args verify -Pbrowser"
}
