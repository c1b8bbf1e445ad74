# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# Where SKYV can't work, and what it makes of a bare environment.

fake_uname() {
  fake uname <<<"[[ \$1 == -s ]] && echo $1 || echo $2"
}

shouldRefuseOtherSystems() {
  ready_machine
  fake_uname Darwin arm64
  skyv verify
  expect_status 2
  expect_output "SKYV runs on Linux; this is Darwin"
  expect "Maven not run" test ! -e "$SANDBOX/maven.log"
}

shouldRefuseOtherProcessors() {
  ready_machine
  fake_uname Linux armv7l
  skyv demo
  expect_status 2
  expect_output "64-bit processor and system, x86_64 or aarch64; this is armv7l"
}

shouldRefuseA32BitSystemOnA64BitProcessor() {
  ready_machine
  fake getconf <<<"echo 32"
  skyv mvn test
  expect_status 2
  expect_output "32-bit on a 64-bit processor"
}

shouldRefuseWhenTheDiskIsFull() {
  ready_machine
  fake df <<<"printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 9 9 2048000 99%% /\n'"
  SETTINGS+=(SKYV_FREE_MIB_MIN=3072)
  skyv verify
  expect_status 2
  expect_output "too little disk space at $CHECKOUT: 2000 MiB free, a build wants 3072 MiB"
}

shouldRefuseACacheThatCantBeWritten() {
  ready_machine
  touch "$SANDBOX/file"
  SETTINGS+=(XDG_CACHE_HOME="$SANDBOX/file")
  skyv mvn test
  expect_status 2
  expect_output "can't write $SANDBOX/file/skyv" "Set XDG_CACHE_HOME"
}

shouldRefuseACheckoutThatCantBeWritten() {
  ready_machine
  if [[ $(id -u) != 0 ]]; then
    chmod a-w "$CHECKOUT"
    skyv mvn test
  else
    as_nobody mvn test
  fi
  expect_status 2
  expect_output "can't write the checkout $CHECKOUT"
  chmod u+w "$CHECKOUT"
}

as_nobody() {
  chmod a+rx "$WORK" "$SANDBOX"
  mkdir -m 777 "$SANDBOX/cache"
  STATUS=0
  OUTPUT=$(setpriv --reuid=65534 --clear-groups env -i PATH="$SANDBOX/bin:$TOOLS" HOME=/ XDG_CACHE_HOME="$SANDBOX/cache" \
    SKYV_FREE_MIB_MIN=1 "$CHECKOUT/skyv" "$@" 2>&1) || STATUS=$?
}

shouldTakeTheHomeOfThePasswdEntryWhenHomeIsUnset() {
  ready_machine
  mkdir "$SANDBOX/passwd-home"
  fake getent <<<"echo somebody:x:1000:1000::$SANDBOX/passwd-home:/bin/sh"
  SETTINGS=()
  skyv mvn test
  expect_status 0
  expect "the cache there" test -d "$SANDBOX/passwd-home/.cache/skyv"
}

shouldMakeDoWithoutAnyHome() {
  ready_machine
  fake getent <<<"echo nobody:x:65534:65534::/nonexistent:/bin/sh"
  SETTINGS=()
  skyv mvn test
  expect_status 0
  expect_output "no home directory: using $CHECKOUT/.cache/home" "-Duser.home=$CHECKOUT/.cache/home"
  expect "git ignores it" grep -qx '\*' "$CHECKOUT/.cache/.gitignore"
}

shouldWaitForAnotherLauncherThatFillsTheCache() {
  ready_machine
  fake_maven 3.8.7
  mkdir -p "$SANDBOX/home/.cache/skyv"
  exec {HELD}>"$SANDBOX/home/.cache/skyv/lock"
  flock "$HELD"
  (
    exec {HELD}>&-
    launcher mvn test
  ) >"$SANDBOX/out" 2>&1 &
  STARTED+=("$!")
  wait_until "it says that it waits" grep -q "waiting for another" "$SANDBOX/out"
  exec {HELD}>&-
  wait_until "it goes on" grep -q "args test" "$SANDBOX/out"
}

shouldExplainItself() {
  skyv
  expect_status 0
  expect_output "./skyv demo" "./skyv verify"
  skyv demo --help
  expect_output --camera --boxes --data --port
  skyv verify --help
  expect_output "mvn verify in $CHECKOUT"
  skyv --version
  expect_output "SKYV 1.2.3"
  skyv nonsense
  expect_status 2
  expect_output "there is no command 'nonsense'"
}
