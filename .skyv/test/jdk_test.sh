# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# Where JDK 25 is found, and how it is brought.

# The fake Maven says which Java it was given.
expect_jdk() {
  skyv mvn anything
  expect_status 0
  expect_output "java $1;"
}

shouldPreferSkyvJavaHome() {
  ready_machine
  fake_jdk "$SANDBOX/mine" 25.0.1
  fake_jdk "$SANDBOX/other" 25.0.2
  SETTINGS+=(SKYV_JAVA_HOME="$SANDBOX/mine" JAVA_HOME="$SANDBOX/other")
  expect_jdk "$SANDBOX/mine"
}

shouldRefuseWhenSkyvJavaHomeIsNoJdk25() {
  ready_machine
  fake_jdk "$SANDBOX/mine" 17.0.1
  SETTINGS+=(SKYV_JAVA_HOME="$SANDBOX/mine")
  skyv mvn anything
  expect_status 2
  expect_output "SKYV_JAVA_HOME is $SANDBOX/mine, which is no JDK 25"
}

shouldTakeJavaHomeBeforePath() {
  ready_machine
  fake_jdk "$SANDBOX/mine" 25
  SETTINGS+=(JAVA_HOME="$SANDBOX/mine")
  expect_jdk "$SANDBOX/mine"
}

shouldIgnoreJavaHomeOfAnotherVersion() {
  ready_machine
  fake_jdk "$SANDBOX/mine" 26.0.1
  SETTINGS+=(JAVA_HOME="$SANDBOX/mine")
  expect_jdk "$SANDBOX/jvm/jdk-25"
}

shouldFollowJavaOnThePathToItsHome() {
  ready_machine
  fake_jdk "$SANDBOX/elsewhere" 25.0.1
  ln -s "$SANDBOX/elsewhere/bin/java" "$SANDBOX/bin/java"
  expect_jdk "$SANDBOX/elsewhere"
}

shouldFindItWhenJavaOnThePathIs17() {
  ready_machine
  fake_jdk "$SANDBOX/jvm/a-jdk-17" 17.0.15
  ln -s "$SANDBOX/jvm/a-jdk-17/bin/java" "$SANDBOX/bin/java"
  expect_jdk "$SANDBOX/jvm/jdk-25"
}

shouldFindThoseOfSdkmanAndOfTheIde() {
  fake_maven 3.9.14
  fake_jdk "$SANDBOX/home/.jdks/temurin-25" 25.0.3
  expect_jdk "$SANDBOX/home/.jdks/temurin-25"
  fake_jdk "$SANDBOX/home/.sdkman/candidates/java/25-tem" 25.0.3
  expect_jdk "$SANDBOX/home/.sdkman/candidates/java/25-tem"
}

shouldPassOverRuntimesAndOtherProcessors() {
  ready_machine
  fake_jdk "$SANDBOX/jvm/a-runtime" 25.0.3
  rm "$SANDBOX/jvm/a-runtime/bin/javac"
  fake_jdk "$SANDBOX/jvm/b-other" 25.0.3 s390x
  expect_jdk "$SANDBOX/jvm/jdk-25"
}

shouldAskJavaWhenThereIsNoReleaseFile() {
  fake_maven 3.9.14
  fake_jdk "$SANDBOX/jvm/unlabelled" 25.0.3
  rm "$SANDBOX/jvm/unlabelled/release"
  expect_jdk "$SANDBOX/jvm/unlabelled"
}

shouldInstallTheSystemsJdkAsRootWithoutTerminal() {
  fake_maven 3.9.14
  fake_user 0
  fake_jdk "$SANDBOX/packaged" 25.0.3
  fake_apt openjdk-25-jdk-headless "mv '$SANDBOX/packaged' '$SANDBOX/jvm/openjdk-25'"
  expect_jdk "$SANDBOX/jvm/openjdk-25"
  expect_output "no JDK 25 found" "running: apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless"
}

shouldSayWhatToTypeWhenNotRoot() {
  fake_maven 3.9.14
  fake_user 1000
  fake_apt openjdk-25-jdk-headless true
  skyv mvn anything
  expect_status 2
  expect_output "type: sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless'" \
    SKYV_JDK_SOURCE=archive
  expect "nothing installed" test ! -e "$SANDBOX/apt.log"
}

shouldAskOnATerminal() {
  fake_maven 3.9.14
  fake_user 0
  fake_jdk "$SANDBOX/packaged" 25.0.3
  fake_apt openjdk-25-jdk-headless "mv '$SANDBOX/packaged' '$SANDBOX/jvm/openjdk-25'"
  on_terminal_answering n
  expect_status 2
  expect_output "Run that now? [y/N]" "type: apt-get"
  expect "nothing installed" test ! -e "$SANDBOX/apt.log"
  on_terminal_answering y
  expect_status 0
  expect_output "java $SANDBOX/jvm/openjdk-25;"
}

on_terminal_answering() {
  STATUS=0
  OUTPUT=$(echo "$1" | script -qec "env -i PATH='$SANDBOX/bin:$TOOLS' SKYV_FREE_MIB_MIN=1 HOME='$SANDBOX/home' '$CHECKOUT/skyv' mvn anything" /dev/null) || STATUS=$?
}

# --- the vendor's archive ---

# An archive as the vendor makes it: one directory with the JDK in it, and some weight.
serve_archive() {
  fake_maven 3.9.14
  fake_apt none false
  fake_jdk "$SANDBOX/archive/${1:-jdk-25.0.3+9}" "${2:-25.0.3}"
  head -c 300000 /dev/urandom >"$SANDBOX/archive/${1:-jdk-25.0.3+9}/weight"
  tar -czf "$SANDBOX/jdk.tar.gz" -C "$SANDBOX/archive" .
  mkfifo "$SANDBOX/stop"
  exec {STOP_SERVER}<>"$SANDBOX/stop"
  # shellcheck disable=SC2086 # several words
  start $FAST_JVM ArchiveServer "$SANDBOX/jdk.tar.gz" <"$SANDBOX/stop" >"$SANDBOX/port"
  wait_until "the server's port" test -s "$SANDBOX/port"
  ADDRESS=http://127.0.0.1:$(<"$SANDBOX/port")
  SHA256=$(sha256sum <"$SANDBOX/jdk.tar.gz" | cut -d' ' -f1)
  JDK=$SANDBOX/home/.cache/skyv/jdk-25-${SHA256:0:12}
}

archive_at() {
  SETTINGS+=(SKYV_JDK_URL="$ADDRESS/$1" SKYV_JDK_SHA256="${2:-$SHA256}")
}

expect_nothing_left() {
  expect "nothing left in the cache" test -z "$(find "$SANDBOX/home/.cache/skyv" -mindepth 1 ! -name lock)"
}

shouldBringTheVendorsArchive() {
  serve_archive
  archive_at good/jdk.tar.gz
  expect_jdk "$JDK"
  expect_output "no JDK 25 found" "downloading $ADDRESS/good/jdk.tar.gz" "unpacking JDK 25 to $JDK"
  expect "only the JDK in the cache" test "$(ls "$SANDBOX/home/.cache/skyv")" = "$(basename "$JDK")"$'\nlock'
  expect_jdk "$JDK"
  expect_no_output downloading
}

shouldRefuseAnArchiveWithAnotherHash() {
  serve_archive
  archive_at good/jdk.tar.gz "${SHA256//[0-8]/9}"
  skyv mvn anything
  expect_status 2
  expect_output "is not what was expected; it was deleted" "but it has        $SHA256" "set SKYV_JAVA_HOME"
  expect_nothing_left
}

shouldRefuseAnArchiveWithoutJdk25() {
  serve_archive jdk-24 24.0.1
  archive_at good/jdk.tar.gz
  skyv mvn anything
  expect_status 2
  expect_output "holds no JDK 25"
  expect_nothing_left
}

shouldGoOnWhereADownloadWasInterrupted() {
  serve_archive
  archive_at cut/jdk.tar.gz
  expect_jdk "$JDK"
  expect_output "are here already"
  expect_no_output "starting over"
}

shouldKeepWhatCameBeforeTheServerWentAway() {
  serve_archive
  SETTINGS+=(SKYV_JDK_URL=http://127.0.0.1:1/jdk.tar.gz SKYV_JDK_SHA256="$SHA256")
  leave_part head -c 100000
  skyv mvn anything
  expect_status 1
  expect_output "did not come to its end" "The same command again goes on"
  archive_at good/jdk.tar.gz
  expect_jdk "$JDK"
  expect_no_output "starting over"
}

# What an interrupted download left: leave_part COMMAND…, given the archive.
leave_part() {
  mkdir -p "$SANDBOX/home/.cache/skyv"
  "$@" "$SANDBOX/jdk.tar.gz" >"$SANDBOX/home/.cache/skyv/jdk-${SHA256:0:12}.tar.gz.part"
}

shouldStartOverWhenTheServerCantResume() {
  serve_archive
  archive_at plain/jdk.tar.gz
  leave_part head -c 1000
  expect_jdk "$JDK"
  expect_output "starting over"
}

shouldStartOverWhenThePartIsLongerThanTheFile() {
  serve_archive
  archive_at good/jdk.tar.gz
  leave_part cat "$SANDBOX/jdk.tar.gz"
  expect_jdk "$JDK"
}

shouldDownloadByWgetWhenThereIsNoCurl() {
  serve_archive
  archive_at good/jdk.tar.gz
  without_curl
  expect_jdk "$JDK"
}

without_curl() {
  mkdir "$SANDBOX/tools"
  cp -P "$TOOLS"/* "$SANDBOX/tools"
  rm "$SANDBOX/tools/curl"
  TOOLS=$SANDBOX/tools
}

shouldPreferTheArchiveWhenAskedTo() {
  serve_archive
  fake_apt openjdk-25-jdk-headless "exit 9"
  archive_at good/jdk.tar.gz
  SETTINGS+=(SKYV_JDK_SOURCE=archive)
  expect_jdk "$JDK"
}

shouldNameTheVendorsAddress() {
  fake_maven 3.9.14
  fake_apt none false
  fake curl <<<"echo \"curl \$*\" >>'$SANDBOX/curl.log'; exit 6"
  skyv mvn anything
  expect_status 1
  expect "the vendor's release" grep -q 'https://github.com/adoptium/temurin25-binaries/releases/download/jdk-25.0.3%2B9/OpenJDK25U-jdk_.*_linux_hotspot_25.0.3_9.tar.gz$' "$SANDBOX/curl.log"
}
