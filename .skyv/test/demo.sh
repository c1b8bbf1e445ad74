# shellcheck shell=bash disable=SC2016,SC2034,SC2164
# For tests of the demo: stand-ins for its programs, and how it is started and stopped.

DEMO_PORT=
DEMO_DIRECTORY=
DEMO= # the launcher's pid
readonly PORTS_STEP=50
readonly PORTS_TRIED_MAX=100

with_apps() {
  ready_machine
  mkdir -p "$SANDBOX/fakes" "$CHECKOUT"/{.mvn,proto,hardware-spec/src,ota-updates/src,control-plane/target/quarkus-app,edge-firmware/target/quarkus-app}
  touch "$CHECKOUT"/{control-plane,edge-firmware}/{jvm.options,target/quarkus-app/quarkus-run.jar}
  DEMO_DIRECTORY=$SANDBOX/data
  trap 'end_started; end_programs' EXIT
  SETTINGS+=(FAKES="$SANDBOX/fakes")
  choose_port
}

# Ports that nobody listens on at the moment; suites that run at the same time have other PORTS_FROM.
choose_port() {
  local port tried
  for ((tried = 0; tried < PORTS_TRIED_MAX; tried++)); do
    port=$((PORTS_FROM + ($$ + tried) % PORTS_TRIED_MAX * PORTS_STEP))
    if all_free "$port" $((port + 363)) $((port + 11)) $((port + 12)); then
      DEMO_PORT=$port
      return
    fi
  done
  wrong "free ports"
}

all_free() {
  local port
  for port in "$@"; do
    ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 1
  done
}

# Its output goes to a file. An INT that was ignored when this shell started would stay so: hence env.
start_demo_test() {
  : >"$SANDBOX/out"
  env --default-signal=INT -i PATH="$SANDBOX/bin:$TOOLS" SKYV_FREE_MIB_MIN=1 "${SETTINGS[@]}" \
    "$CHECKOUT/skyv" demo --data "$DEMO_DIRECTORY" --port "$DEMO_PORT" "$@" >"${DEMO_OUT:-$SANDBOX/out}" 2>&1 &
  DEMO=$!
  STARTED+=("$DEMO")
}

until_said() {
  wait_until "'$1' in: $(tail -n 40 "$SANDBOX/out")" grep -qF -- "$1" "$SANDBOX/out"
}

demo_is_up() {
  start_demo_test "$@"
  until_said "Watch it here"
}

stop_demo_by() {
  kill "-$1" "$DEMO"
  end_of_demo
}

demo_has_ended() {
  ! kill -0 "$DEMO"
}

end_of_demo() {
  wait_until "the demo's end" demo_has_ended
  STATUS=0
  wait "$DEMO" || STATUS=$?
  OUTPUT=$(<"$SANDBOX/out")
}

trace() {
  cat "$DEMO_DIRECTORY/trace"
}

processes_of_demo() {
  grep -lzxF "SKYV_DEMO_DATA=$DEMO_DIRECTORY" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
}

# What a failed test left.
end_programs() {
  local pid
  for pid in $(processes_of_demo); do
    kill -KILL "$pid" || true
  done
}

pid_of() {
  local pid
  for pid in $(processes_of_demo); do
    ! grep -qzxF "SKYV_DATA=$DEMO_DIRECTORY/$1" "/proc/$pid/environ" || echo "$pid"
  done
}

expect_nothing_running() {
  expect "nothing left running" test -z "$(processes_of_demo)"
}
