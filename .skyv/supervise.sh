# shellcheck shell=bash
# A small service manager: starts processes, restarts what dies, keeps their logs, and ends all of them.
#
# Each process is the leader of its own session, so that Ctrl-C reaches only the launcher, which then ends
# them in reverse order. Only processes that this launcher started, on this data directory, are ever signalled:
# all of them carry DEMO_MARK=<data directory> in their environment.
#
# Who uses this defines launch NAME, which execs the program of that name.

readonly BACKOFF_SECONDS_MIN=1
readonly BACKOFF_SECONDS_MAX=30
readonly STEADY_SECONDS=60     # having lived this long, a process is restarted without delay again
readonly START_ATTEMPTS_MAX=3  # deaths before it was ever ready
readonly READY_SECONDS_MAX=120
readonly PROBE_SECONDS_MAX=2
readonly STOP_SECONDS_MAX=10   # between SIGTERM and SIGKILL
readonly LOCK_SECONDS_MAX=1    # what a killed launcher was just waiting for still holds its lock
readonly LEFTOVER_SECONDS_MAX=5
readonly POLL_SECONDS=0.2
readonly LOG_BYTES_MAX=5000000 # per log; one older log of that size is kept beside it
readonly LOG_LINES_SHOWN=30    # of what could not be brought up
readonly DEMO_MARK=SKYV_DEMO_DATA

DATA=               # the directory all of it works in
STOP=               # why to stop, when that was asked for
SERVICES=()         # in the order they were started
declare -A PID=()         # of the running ones; empty: dead
declare -A STARTED_AT=()  # in bash's SECONDS
declare -A RETRY_AT=()
declare -A BACKOFF=()
declare -A DEATHS=()
declare -A LOG_WRITER=()
declare -A EXIT_STATUS=()

# supervise_in DIRECTORY: takes the directory for this launcher alone and clears what a killed one left.
supervise_in() {
  DATA=$1
  exec {DATA_LOCK}>"$DATA/.lock"
  flock -w "$LOCK_SECONDS_MAX" "$DATA_LOCK" || refuse "a demo is already running on $DATA." \
    "Stop that one (Ctrl-C where it runs), or give this one --data DIR and --port P."
  trap 'STOP=${STOP:-Ctrl-C}' INT
  trap 'STOP=${STOP:-SIGTERM}' TERM
  trap 'STOP=${STOP:-"the terminal is gone"}' HUP
  trap '' PIPE # whoever read our output may go first
  at_exit stop_all
  end_leftovers "an earlier demo, which was killed, left"
  rotate_logs
}

rotate_logs() {
  local log
  for log in "$DATA"/logs/*.log; do
    [[ ! -s $log ]] || mv -f "$log" "$log.1"
  done
}

# What the supervisor itself has to say goes between the lines of the others, and into a log of its own.
note() {
  printf '%s\n' "$*" | write_log skyv every_line
}

start_service() {
  local name=$1 shown=${2:-every_line} pipe
  exec {pipe}> >(write_log "$name" "$shown")
  LOG_WRITER[$name]=$!
  (
    trap - PIPE
    exec {DATA_LOCK}>&- {pipe}>&-
    export "$DEMO_MARK=$DATA"
    launch "$name"
  ) </dev/null 1>&"$pipe" 2>&1 &
  PID[$name]=$!
  exec {pipe}>&-
  STARTED_AT[$name]=$SECONDS
}

# write_log NAME FILTER: every line to NAME's log; those that FILTER lets through to stdout too, with NAME before them.
# It outlives every signal: it ends when the last writer has closed its end.
write_log() {
  trap '' INT TERM HUP PIPE
  set +e
  exec {DATA_LOCK}>&-
  local name=$1 filter=$2 log=$DATA/logs/$1.log line bytes
  bytes=$(size_of "$log")
  while IFS= read -r line || [[ -n $line ]]; do
    bytes=$((bytes + ${#line} + 1))
    if ((bytes > LOG_BYTES_MAX)); then
      mv -f "$log" "$log.1"
      bytes=${#line}
    fi
    printf '%s\n' "$line" >>"$log"
    if "$filter" "$line"; then
      printf '%s%-8s|%s %s\n' "$(colour_of "$name")" "$name" "$COLOUR_OFF" "$line" || true # nobody may be reading any more
    fi
  done 2>/dev/null
  return 0
}

every_line() {
  true
}

COLOUR_OFF=
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  COLOUR_OFF=$'\e[0m'
fi

colour_of() {
  [[ -n $COLOUR_OFF ]] || return 0
  case $1 in
    skyv) printf '\e[1m' ;;
    control) printf '\e[36m' ;;
    box-1) printf '\e[32m' ;;
    box-*) printf '\e[33m' ;;
    *) printf '\e[35m' ;;
  esac
}

alive() {
  [[ -n ${PID[$1]:-} ]] && kill -0 "${PID[$1]}" 2>/dev/null
}

# Takes note of a death: its exit status, and that its log is complete.
reap() {
  local name=$1 status=0
  wait "${PID[$name]}" 2>/dev/null || status=$?
  PID[$name]=
  EXIT_STATUS[$name]=$status
  wait_for_log "$name"
}

wait_for_log() {
  local deadline=$((SECONDS + PROBE_SECONDS_MAX))
  while kill -0 "${LOG_WRITER[$1]}" 2>/dev/null && ((SECONDS < deadline)); do
    pause
  done
}

# A sleep that a signal to the launcher may end.
pause() {
  sleep "$POLL_SECONDS" 2>/dev/null || true
}

describe_end() {
  local status=$1
  if ((status > 128)); then
    echo "was ended by signal $((status - 128))"
  else
    echo "ended with status $status"
  fi
}

# Runs once, to its end: run_once NAME SECONDS_MAX FILTER; returns its exit status.
run_once() {
  local name=$1 seconds_max=$2
  start_service "$name" "$3"
  while alive "$name" && [[ -z $STOP ]]; do
    if ((SECONDS - STARTED_AT[$name] > seconds_max)); then
      note "$name did not end within $seconds_max s"
      end_service "$name"
      return 1
    fi
    tend_all
    report_patience "$name"
    pause
  done
  [[ -z $STOP ]] || return 1
  reap "$name"
  return "${EXIT_STATUS[$name]}"
}

readonly PATIENCE_SECONDS=15
LAST_PATIENCE=0

report_patience() {
  local elapsed=$((SECONDS - STARTED_AT[$1]))
  if ((elapsed > 0 && elapsed % PATIENCE_SECONDS == 0 && SECONDS != LAST_PATIENCE)); then
    LAST_PATIENCE=$SECONDS
    note "$1: still at it after $elapsed s"
  fi
}

# bring_up NAME URL: starts a service and waits until URL answers 200. Returns 1 when it can't be brought up.
bring_up() {
  local name=$1 url=$2 deadline=$((SECONDS + READY_SECONDS_MAX))
  SERVICES+=("$name")
  DEATHS[$name]=0 BACKOFF[$name]=$BACKOFF_SECONDS_MIN
  start_service "$name"
  until alive "$name" && answers "$url"; do
    if [[ -n $STOP ]]; then
      return 1
    elif ((DEATHS[$name] >= START_ATTEMPTS_MAX)); then
      note "$name died $START_ATTEMPTS_MAX times before it was ready"
      return 1
    elif ((SECONDS >= deadline)); then
      note "$name was not ready after $READY_SECONDS_MAX s: no answer from $url"
      return 1
    fi
    tend_all
    pause
  done
  note "$name is ready"
}

# Does http://HOST:PORT/PATH answer 200? In a subshell: a refused connection ends the shell that tried.
answers() (
  address=${1#http://} status=
  host=${address%%[:/]*} port=${address#*:}
  exec 3<>"/dev/tcp/$host/${port%%/*}" || exit
  printf 'GET /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "${address#*/}" "$host" >&3
  read -rt "$PROBE_SECONDS_MAX" status <&3
  [[ $status == HTTP/1.?\ 200* ]]
) 2>/dev/null

accepts_connections() {
  (: <>"/dev/tcp/$1/$2") 2>/dev/null
}

supervise() {
  while [[ -z $STOP ]]; do
    tend_all
    pause
  done
}

tend_all() {
  local name
  for name in "${SERVICES[@]}"; do
    tend "$name"
  done
}

# Restarts a service that died, after a delay that doubles up to its bound.
tend() {
  local name=$1
  alive "$name" && return
  if [[ -n ${PID[$name]} ]]; then
    kill -KILL -- "-${PID[$name]}" 2>/dev/null || true # its group: children that are in the way of the next one
    reap "$name"
    DEATHS[$name]=$((DEATHS[$name] + 1))
    if ((SECONDS - STARTED_AT[$name] >= STEADY_SECONDS)); then
      BACKOFF[$name]=$BACKOFF_SECONDS_MIN
    fi
    RETRY_AT[$name]=$((SECONDS + BACKOFF[$name]))
    note "$name $(describe_end "${EXIT_STATUS[$name]}"); starting it again in ${BACKOFF[$name]} s"
    BACKOFF[$name]=$((BACKOFF[$name] * 2 < BACKOFF_SECONDS_MAX ? BACKOFF[$name] * 2 : BACKOFF_SECONDS_MAX))
  elif ((SECONDS >= RETRY_AT[$name] && DEATHS[$name] > 0)); then
    start_service "$name"
  fi
}

show_last_lines() {
  say "the last lines of $DATA/logs/$1.log:"
  tail -n "$LOG_LINES_SHOWN" "$DATA/logs/$1.log" >&2 2>/dev/null || true
}

# Ends everything, the latest first; asked again, it goes on as it is.
stop_all() {
  local index name
  STOP=${STOP:-end}
  for name in "${!PID[@]}"; do
    [[ " ${SERVICES[*]} " == *" $name "* ]] || end_service "$name" # a step that was under way
  done
  for ((index = ${#SERVICES[@]} - 1; index >= 0; index--)); do
    end_service "${SERVICES[index]}"
  done
  SERVICES=()
  end_leftovers "still running after the stop:"
}

end_service() {
  local name=$1 deadline=$((SECONDS + STOP_SECONDS_MAX))
  if alive "$name"; then
    kill -TERM "${PID[$name]}" 2>/dev/null || true
    while alive "$name" && ((SECONDS < deadline)); do
      pause
    done
    if alive "$name"; then
      note "$name did not end within $STOP_SECONDS_MAX s of SIGTERM; killing it"
      kill -KILL -- "-${PID[$name]}" 2>/dev/null || true
    fi
  fi
  [[ -z ${PID[$name]:-} ]] || reap "$name"
}

# Processes of this data directory's demo, this launcher aside, that the test given is true of.
leftovers() {
  local pid
  for pid in $(marked_processes); do
    if "${1:-is_any}" "$pid"; then
      echo "$pid"
    fi
  done
}

marked_processes() {
  {
    grep -lzxF "$DEMO_MARK=$DATA" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
    postmasters
  } | sort -un
}

# PostgreSQL may overwrite its environment with its title.
postmasters() {
  local file pid
  while IFS= read -r file; do
    pid=$(head -n 1 "$file" 2>/dev/null) || continue
    [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) != "$(dirname "$file")" ]] || echo "$pid"
  done < <(find "$DATA" -maxdepth 4 -name postmaster.pid 2>/dev/null)
}

# Children end by themselves when their parent has; whatever has not is named and ended: the programs first,
# so that each can stop its own PostgreSQL, then what is left of that.
end_leftovers() {
  [[ -z $STOP ]] || wait_for_leftovers "$LEFTOVER_SECONDS_MAX" # at the start there is nothing to wait for
  [[ -n $(leftovers) ]] || return 0
  note "$1 $(describe_processes "$(leftovers)")"
  signal_leftovers TERM is_program
  wait_for_leftovers "$STOP_SECONDS_MAX" is_program
  signal_leftovers INT is_postgres # its fast shutdown
  wait_for_leftovers "$STOP_SECONDS_MAX"
  signal_leftovers KILL is_any
}

# Returns as soon as none is left that the test, the second argument, is true of.
wait_for_leftovers() {
  local deadline=$((SECONDS + $1))
  while [[ -n $(leftovers "${2:-is_any}") ]] && ((SECONDS < deadline)); do
    pause
  done
}

signal_leftovers() {
  local pid
  for pid in $(leftovers "$2"); do
    kill "-$1" "$pid" 2>/dev/null || true
  done
}

is_any() {
  true
}

is_program() {
  ! is_postgres "$1"
}

# Known by its working directory, which has its lock file.
is_postgres() {
  [[ -f /proc/$1/cwd/postmaster.pid ]]
}

# As "PID (PROGRAM of WHOSE)".
describe_processes() {
  local pid data
  for pid in $1; do
    data=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^SKYV_DATA=//p') || true
    printf '%s (%s of %s) ' "$pid" "$(cat "/proc/$pid/comm" 2>/dev/null || true)" "${data##*/}"
  done
}
