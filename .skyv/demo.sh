# shellcheck shell=bash
# ./skyv demo: a control plane, a box with a camera and boxes that relay it, on this machine.

# The programs and how they are told what to do: all of it is here.
readonly CONTROL_APP=control-plane/target/quarkus-app/quarkus-run.jar
readonly BOX_APP=edge-firmware/target/quarkus-app/quarkus-run.jar
readonly BOX_EXECUTABLE=edge-firmware/target/native/skyv-box # with --native
readonly APP_MODULES=control-plane,edge-firmware
readonly CONTROL_JVM=control-plane/jvm.options # heap and collector
readonly BOX_JVM=edge-firmware/jvm.options
readonly HOST=127.0.0.1
readonly READY_PATH=/q/health/ready
readonly SOURCE_OWNER=broadcaster
readonly RELAY_OWNER=relay-owner
readonly RECEIPT_INTERVAL=PT5S
readonly ROUND=PT1M # with the genesis of the same name: three transcoders, two delegators
readonly GENESIS=demo
readonly BIRTH_CERTIFICATE=identity/birth.pem # in a box's data

readonly PORT_DEFAULT=8080
readonly TLS_OFFSET=363 # 8443 beside 8080
readonly BOX_OFFSET=10  # box 1 at 8091 beside 8080
readonly BOXES_DEFAULT=2
readonly BOXES_MAX=16
readonly BUILD_SECONDS_MAX=3600
readonly ISSUE_SECONDS_MAX=120
readonly DATA_FREE_MIB_LOW=1024

launch() {
  case $1 in
    build)
      cd "$SKYV_ROOT" || exit
      exec setsid "$MAVEN" -B -DskipTests -Dspotless.check.skip=true ${NATIVE:+-Dnative} "${MAVEN_ARGS[@]}" package \
        -pl "$APP_MODULES" -am
      ;;
    maker-*) launch_maker "box-${1#maker-}" ;;
    control) launch_control ;;
    box-*) launch_box "$1" "${1#box-}" ;;
  esac
}

launch_control() {
  exec setsid env SKYV_DATA="$DATA/control" \
    SKYV_HTTP_HOST=$HOST SKYV_HTTP_PORT="$PORT" SKYV_HTTPS_PORT="$TLS_PORT" \
    SKYV_ROUND=$ROUND SKYV_GENESIS=$GENESIS \
    "$JAVA_HOME/bin/java" "@$SKYV_ROOT/$CONTROL_JVM" "${JDK_FLAGS[@]}" -jar "$SKYV_ROOT/$CONTROL_APP"
}

# Makes a box's key and birth certificate, as its maker does before it is sold; done already, it changes nothing.
launch_maker() {
  local box=$1 owner=$RELAY_OWNER
  [[ $box != box-1 ]] || owner=$SOURCE_OWNER
  exec setsid env SKYV_DATA="$DATA/control" \
    "$JAVA_HOME/bin/java" "@$SKYV_ROOT/$CONTROL_JVM" "${JDK_FLAGS[@]}" -jar "$SKYV_ROOT/$CONTROL_APP" \
    maker issue --box-data "$DATA/$box" --owner "$owner"
}

launch_box() {
  local box=$1 number=$2
  local settings=(SKYV_DATA="$DATA/$box" SKYV_BOX_HOST="$HOST" SKYV_BOX_PORT="$(box_port "$number")"
    SKYV_CONTROL="$HOST:$TLS_PORT" SKYV_UPLINK_RECEIPT_INTERVAL="$RECEIPT_INTERVAL")
  [[ $number != 1 ]] || settings+=(SKYV_CAMERA="$CAMERA")
  [[ -z $NATIVE ]] || exec setsid env -u SKYV_CAMERA "${settings[@]}" "$SKYV_ROOT/$BOX_EXECUTABLE"
  exec setsid env -u SKYV_CAMERA "${settings[@]}" \
    "$JAVA_HOME/bin/java" "@$SKYV_ROOT/$BOX_JVM" "${JDK_FLAGS[@]}" -jar "$SKYV_ROOT/$BOX_APP"
}

CAMERA="test"
BOXES=$BOXES_DEFAULT
PORT=$PORT_DEFAULT
TLS_PORT=
BUILD=yes
NATIVE= # boxes are the executable
OPEN=
DEMO_DATA=$SKYV_ROOT/data
NEW_NETWORK= # a network without a past: boxes of an earlier one get certificates of this one
DEMO_MAVEN_ARGS=()

demo() {
  read_demo_options "$@"
  read_maven_args "${DEMO_MAVEN_ARGS[@]}"
  check_platform
  settle_home
  settle_cache
  check_camera
  prepare_data
  supervise_in "$DEMO_DATA"
  check_ports
  ensure_jdk
  build_apps || give_up build "the build failed"
  start_demo
  announce
  supervise
  note "stopping ($STOP)"
  stop_all
  note "all stopped; the data is in $DATA"
}

read_demo_options() {
  while (($# > 0)); do
    case $1 in
      --camera | --boxes | --data | --port)
        (($# > 1)) || misused "$1 needs a value" "./skyv help demo"
        take_demo_value "$1" "$2"
        shift
        ;;
      --camera=* | --boxes=* | --data=* | --port=*) take_demo_value "${1%%=*}" "${1#*=}" ;;
      --no-build) BUILD= ;;
      --native) NATIVE=yes ;;
      --open) OPEN=yes ;;
      --help | -h)
        help demo
        exit
        ;;
      -D?* | -P?* | -o | --offline) DEMO_MAVEN_ARGS+=("$1") ;;
      -s | --settings | -gs | --global-settings)
        (($# > 1)) || misused "$1 needs a file" "./skyv help demo"
        DEMO_MAVEN_ARGS+=("$1" "$2")
        shift
        ;;
      *) misused "demo has no option '$1'" "./skyv help demo lists them" ;;
    esac
    shift
  done
  TLS_PORT=$((PORT + TLS_OFFSET))
}

take_demo_value() {
  case $1 in
    --camera) CAMERA=$2 ;;
    --data) DEMO_DATA=$(realpath -m "$2") ;;
    --boxes) BOXES=$(whole_number "$1" "$2" 1 "$BOXES_MAX") ;;
    --port) PORT=$(whole_number "$1" "$2" 1024 $((65535 - TLS_OFFSET))) ;;
  esac
}

whole_number() {
  if [[ ! $2 =~ ^[0-9]{1,5}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
    misused "$1 must be a number from $3 to $4, not '$2'"
  fi
  echo $((10#$2))
}

# Light: the box says the rest. What is no URL and no device is a file.
check_camera() {
  case $CAMERA in
    test) ;;
    /dev/*) [[ -c $CAMERA && -r $CAMERA ]] || refuse "the camera $CAMERA is not there, or may not be read by $(id -un)." \
      "ls /dev/video* shows the cameras; their group is usually 'video'." ;;
    [a-z]*://*) ;;
    *)
      [[ -f $CAMERA && -r $CAMERA ]] || refuse "there is no readable file '$CAMERA' to take as the camera." \
        "--camera takes test, a device like /dev/video0, an rtsp://, rtmp:// or srt:// address, or a media file."
      CAMERA=$(realpath "$CAMERA")
      ;;
  esac
}

prepare_data() {
  local free
  make_directory "$DEMO_DATA" "Choose another place: --data DIR."
  make_directory "$DEMO_DATA/logs"
  DEMO_DATA=$(realpath "$DEMO_DATA")
  free=$(free_mib "$DEMO_DATA")
  ((free >= DATA_FREE_MIB_LOW)) || say "disk space is low at $DEMO_DATA: $free MiB free"
}

box_port() {
  echo $((PORT + BOX_OFFSET + $1))
}

check_ports() {
  local number
  check_port "$PORT" "the page"
  check_port "$TLS_PORT" "the boxes' sessions (TLS)"
  for ((number = 1; number <= BOXES; number++)); do
    check_port "$(box_port "$number")" "box-$number"
  done
}

check_port() {
  local port=$1 use=$2
  accepts_connections "$HOST" "$port" || return 0
  refuse "port $port, wanted for $use, is in use$(port_user "$port")." \
    "End that program, or choose other ports: ./skyv demo --port $((PORT + 1000)) (the others move along)."
}

port_user() {
  local user
  command -v ss >/dev/null || return 0
  user=$(ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p')
  [[ -z $user ]] || echo " by ${user%%$'\n'*}"
}

# Builds unless what is packaged is newer than every source.
build_apps() {
  [[ -n $BUILD ]] || {
    apps_are_there || refuse "nothing is built yet." "Leave out --no-build."
    return 0
  }
  ! apps_are_fresh || return 0
  local begun=$DATA/.build-begun
  check_checkout_writable
  check_space "$SKYV_ROOT" "$CACHE" "$(local_repository)"
  ensure_maven
  [[ -z $NATIVE ]] || ensure_graalvm
  ensure_node
  touch "$begun"
  note "building; the first time takes several minutes and downloads about 500 MB (log: $DATA/logs/build.log)"
  [[ -z $NATIVE ]] || note "the native executable alone takes about five minutes and 4 GB of memory"
  run_once build "$BUILD_SECONDS_MAX" build_line || return
  app_files | xargs -d '\n' touch -c -r "$begun" # sources changed meanwhile are newer
}

# Of Maven's output: which module it is at, and errors.
build_line() {
  [[ $1 =~ ^\[INFO\]\ Building\ .*\] || $1 == "[ERROR]"* ]]
}

# What is started, a line each.
app_files() {
  printf '%s\n' "$SKYV_ROOT/$CONTROL_APP" "$SKYV_ROOT/$BOX_APP"
  [[ -z $NATIVE ]] || printf '%s\n' "$SKYV_ROOT/$BOX_EXECUTABLE"
}

apps_are_there() {
  local app
  while IFS= read -r app; do
    [[ -f $app ]] || return 1
  done < <(app_files)
}

apps_are_fresh() {
  local app older=$SKYV_ROOT/$CONTROL_APP newer
  apps_are_there || return 1
  while IFS= read -r app; do
    [[ ! $older -nt $app ]] || older=$app
  done < <(app_files)
  newer=$(find "$SKYV_ROOT"/{pom.xml,.mvn,proto,hardware-spec/src,ota-updates/src,edge-firmware,control-plane} \
    \( -name target -o -name node_modules -o -name dist -o -path '*/src/test' \) -prune -o -type f -newer "$older" -print -quit)
  [[ -z $newer ]]
}

start_demo() {
  local number
  [[ -d $DATA/control ]] || NEW_NETWORK=yes
  check_ports # again, after the build: else another program's answer could pass for ours
  bring_up control "http://$HOST:$PORT$READY_PATH" || give_up control "the control plane could not be brought up"
  for ((number = 1; number <= BOXES; number++)); do
    [[ -n $NEW_NETWORK || ! -f $DATA/box-$number/$BIRTH_CERTIFICATE ]] || continue
    run_once "maker-$number" "$ISSUE_SECONDS_MAX" every_line || give_up "maker-$number" "box-$number got no birth certificate"
  done
  for ((number = 1; number <= BOXES; number++)); do
    check_port "$(box_port "$number")" "box-$number"
    bring_up "box-$number" "http://$HOST:$(box_port "$number")$READY_PATH" || give_up "box-$number" "box-$number could not be brought up"
  done
}

# Asked to stop while starting is no failure.
give_up() {
  if [[ -n $STOP ]]; then
    note "stopping ($STOP)"
    stop_all
    exit 0
  fi
  stop_all
  show_last_lines "$1"
  fail "$2; everything else was stopped again."
}

announce() {
  local page=http://$HOST:$PORT number
  {
    printf '\n  SKYV is up. Watch it here:   %s/\n\n' "$page"
    printf '  %-9s %s\n' books "$page/books.html: rounds of a minute, who is elected and why, every account's history"
    printf '  %-9s %s\n' REST "$page/q/swagger-ui (OpenAPI: $page/q/openapi)" health "$page/q/health" metrics "$page/q/metrics"
    printf '  %-9s %s\n' box-1 "http://$HOST:$(box_port 1), the source; camera: $CAMERA"
    for ((number = 2; number <= BOXES; number++)); do
      printf '  %-9s %s\n' "box-$number" "http://$HOST:$(box_port "$number"), a relay"
    done
    printf '  %-9s %s\n' data "$DATA (logs in $DATA/logs)" stop "Ctrl-C"
    echo
  } || true
  if [[ -n $OPEN ]]; then
    open_page "$page/"
  fi
}

open_page() {
  if command -v xdg-open >/dev/null; then
    xdg-open "$1" >/dev/null 2>&1 </dev/null || note "the browser could not be opened"
  else
    note "there is no xdg-open to open a browser with"
  fi
}
