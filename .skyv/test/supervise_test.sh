# shellcheck shell=bash disable=SC1091,SC2153,SC2016,SC2034,SC2164
# The demo's supervisor: starting, restarting and stopping.

PORTS_FROM=26000
source "$HERE/demo.sh"

shouldBringAllUpInOrderAndTakeAllDownInReverseOnCtrlC() {
  with_apps
  demo_is_up --camera test
  stop_demo_by INT
  expect_status 0
  expect_output "Watch it here:   http://127.0.0.1:$DEMO_PORT/" "data      $DEMO_DIRECTORY" "Ctrl-C" \
    "control |" "box-1   | hello from box-1" "box-2 is ready" "all stopped"
  expect "the order" test "$(trace)" = "start control camera=null
issue box-1 for broadcaster
issue box-2 for relay-owner
start box-1 camera=test
start box-2 camera=null
stop box-2
stop box-1
stop control"
  expect_nothing_running
  expect "a log of each" grep -q "hello from box-2" "$DEMO_DIRECTORY/logs/box-2.log"
}

shouldStopOnCtrlCOfATerminalWhichReachesAllOfItsProcessGroup() {
  with_apps
  mkfifo "$SANDBOX/keys"
  : >"$SANDBOX/out"
  env --default-signal=INT script -qefc "exec env -i PATH='$SANDBOX/bin:$TOOLS' HOME='$SANDBOX/home' FAKES='$SANDBOX/fakes' \
    '$CHECKOUT/skyv' demo --data '$DEMO_DIRECTORY' --port $DEMO_PORT --boxes 1" /dev/null <"$SANDBOX/keys" >"$SANDBOX/out" 2>&1 &
  DEMO=$!
  STARTED+=("$DEMO")
  exec {KEYS}>"$SANDBOX/keys"
  until_said "Watch it here"
  printf '\003' >&"$KEYS"
  until_said "all stopped"
  exec {KEYS}>&-
  end_of_demo
  expect_status 0
  expect_output "stopping (Ctrl-C)" $'\e[32mbox-1'
  expect "all in order" test "$(trace | tail -n 2)" = $'stop box-1\nstop control'
  expect_nothing_running
}

shouldFindItsDataAgainAndStopOnTermAndHangup() {
  with_apps
  demo_is_up --boxes 1
  stop_demo_by TERM
  expect_status 0
  demo_is_up --boxes 1
  stop_demo_by HUP
  expect_status 0
  expect "one certificate only" test "$(trace | grep -c issue)" = 1
  expect "the log of the first run" test -s "$DEMO_DIRECTORY/logs/control.log.1"
  expect_nothing_running
}

shouldRestartWhatDies() {
  with_apps
  demo_is_up --boxes 1
  kill -KILL "$(pid_of box-1)"
  until_said "box-1 was ended by signal 9; starting it again in 1 s"
  wait_until "a second start" test_starts box-1 2
  stop_demo_by INT
  expect_status 0
  expect_nothing_running
}

test_starts() {
  (($(trace | grep -c "start $1 ") == $2))
}

shouldGiveUpWithTheLastLinesOfWhatCantBeBroughtUp() {
  with_apps
  echo die >"$SANDBOX/fakes/box-1"
  start_demo_test --boxes 1
  end_of_demo
  expect_status 1
  expect_output "box-1 ended with status 3" "box-1 died 3 times before it was ready" "the last lines of" "the roof is on fire" \
    "box-1 could not be brought up"
  expect_nothing_running
}

shouldStopWhileItIsStillStarting() {
  with_apps
  echo die >"$SANDBOX/fakes/control"
  start_demo_test
  until_said "starting it again"
  stop_demo_by INT
  expect_status 0
  expect_nothing_running
}

shouldKillWhatDoesNotStopAndSayWhatItLeft() {
  with_apps
  sed -i 's/_SECONDS_MAX=\(10\|5\) /_SECONDS_MAX=1 /' "$CHECKOUT/.skyv/supervise.sh"
  sed -i 's/^readonly LEFTOVER_SECONDS_MAX=5/readonly LEFTOVER_SECONDS_MAX=1/' "$CHECKOUT/.skyv/supervise.sh"
  echo "stubborn child" >"$SANDBOX/fakes/box-1"
  demo_is_up --boxes 1
  stop_demo_by INT
  expect_status 0
  expect_output "box-1 did not end within 1 s of SIGTERM; killing it" "still running after the stop: " "(sleep of box-1)"
  expect_nothing_running
}

shouldClearWhatAKilledDemoLeft() {
  with_apps
  demo_is_up --boxes 1
  stop_demo_by KILL
  expect "programs without a launcher" test -n "$(processes_of_demo)"
  demo_is_up --boxes 1
  stop_demo_by INT
  expect_status 0
  expect_output "an earlier demo, which was killed, left"
  expect_nothing_running
}

shouldSurviveThatNobodyReadsItsOutput() {
  with_apps
  mkfifo "$SANDBOX/fifo"
  start head -n 1 "$SANDBOX/fifo"
  DEMO_OUT=$SANDBOX/fifo
  start_demo_test --boxes 1
  wait_until "it is ready" grep -q "box-1 is ready" "$DEMO_DIRECTORY/logs/skyv.log"
  stop_demo_by TERM
  expect_status 0
  expect_nothing_running
}

shouldBoundItsLogs() {
  with_apps
  mkdir -p "$DEMO_DIRECTORY/logs"
  head -c 4999999 /dev/zero | tr '\0' x >"$DEMO_DIRECTORY/logs/box-9.log"
  (
    # shellcheck source=/dev/null
    for part in say system fetch supervise; do source "$CHECKOUT/.skyv/$part.sh"; done
    exec {DATA_LOCK}>"$DEMO_DIRECTORY/.lock"
    DATA=$DEMO_DIRECTORY
    echo "one line more" | write_log box-9 every_line
  )
  expect "the old part aside" test "$(stat -c %s "$DEMO_DIRECTORY/logs/box-9.log.1")" = 4999999
  expect "the new line" test "$(<"$DEMO_DIRECTORY/logs/box-9.log")" = "one line more"
}
