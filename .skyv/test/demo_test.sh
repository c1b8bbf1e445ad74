# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# The demo: what it is told, what it builds, what it refuses.

PORTS_FROM=20000
source "$HERE/demo.sh"

shouldRefuseASecondDemoOnTheSameData() {
  with_apps
  demo_is_up --boxes 1
  skyv demo --data "$DEMO_DIRECTORY" --port $((DEMO_PORT + 1))
  expect_status 2
  expect_output "a demo is already running on $DEMO_DIRECTORY"
  stop_demo_by TERM
}

shouldSayWhichPortIsInUse() {
  with_apps
  demo_is_up --boxes 1
  skyv demo --data "$SANDBOX/other" --port "$DEMO_PORT"
  expect_status 2
  expect_output "port $DEMO_PORT, wanted for the page, is in use" "./skyv demo --port"
  stop_demo_by TERM
}

shouldBuildWhenNothingIsPackagedOrSourcesAreNewer() {
  with_apps
  rm -r "$CHECKOUT/edge-firmware/target"
  demo_is_up --boxes 1 -Dmaven.repo.local="$SANDBOX/repo"
  stop_demo_by INT
  expect_output "building; the first time" "build   | [INFO] Building SKYV :: control-plane [1/2]"
  expect_no_output "[INFO] noise"
  expect "arguments for Maven" grep -q -- "-DskipTests .*-Dmaven.repo.local=$SANDBOX/repo package -pl" "$SANDBOX/maven.log"
  demo_is_up --boxes 1
  stop_demo_by INT
  expect_no_output "building"
  touch -d "+1 minute" "$CHECKOUT/proto/changed"
  demo_is_up --boxes 1
  stop_demo_by INT
  expect_output "building; the first time"
}

shouldRunBoxesThatAreNative() {
  with_apps
  fake gcc <<<true
  mkdir -p "$SANDBOX/graalvm/bin"
  touch "$SANDBOX/graalvm/bin/native-image"
  chmod +x "$SANDBOX/graalvm/bin/native-image"
  SETTINGS+=(GRAALVM_HOME="$SANDBOX/graalvm")
  demo_is_up --native --boxes 1
  stop_demo_by INT
  expect_output "building; the first time" "the native executable alone" "hello from box-1 native"
  expect "it is built" grep -q -- "-Dnative package -pl" "$SANDBOX/maven.log"
  demo_is_up --native --boxes 1 --no-build
  stop_demo_by INT
  expect_output "hello from box-1 native"
  expect_no_output "building"
}

shouldSeeThatAPortWasTakenWhileItBuilt() {
  with_apps
  rm -r "$CHECKOUT/edge-firmware/target"
  mkdir -p "$SANDBOX/rival"
  cat >>"$SANDBOX/bin/mvn" <<END
[[ \$1 == --version ]] || {
  SKYV_DATA=$SANDBOX/rival/control SKYV_HTTP_PORT=$DEMO_PORT $FAST_JVM FakeApp >/dev/null 2>&1 &
  echo \$! >"$SANDBOX/rival/pid"
  until (: <>/dev/tcp/127.0.0.1/$DEMO_PORT) 2>/dev/null; do sleep 0.1; done
}
END
  skyv demo --data "$DEMO_DIRECTORY" --port "$DEMO_PORT"
  kill "$(<"$SANDBOX/rival/pid")"
  expect_status 2
  expect_output "port $DEMO_PORT, wanted for the page, is in use"
}

shouldReportAFailedBuild() {
  with_apps
  rm -r "$CHECKOUT/edge-firmware/target"
  fake mvn <<<'[[ $1 == --version ]] && echo "Apache Maven 3.9.14" || { echo "[ERROR] it does not compile"; exit 1; }'
  skyv demo --data "$DEMO_DIRECTORY" --port "$DEMO_PORT"
  expect_status 1
  expect_output "build   | [ERROR] it does not compile" "the build failed"
}

shouldRefuseToRunWhatWasNotBuilt() {
  with_apps
  rm -r "$CHECKOUT/edge-firmware/target"
  skyv demo --no-build --data "$DEMO_DIRECTORY" --port "$DEMO_PORT"
  expect_status 2
  expect_output "nothing is built yet"
}

shouldMakeTheCamerasFileNameAbsolute() {
  with_apps
  touch "$SANDBOX/my film.mp4"
  cd "$SANDBOX"
  demo_is_up --boxes 1 --camera "my film.mp4"
  stop_demo_by INT
  expect "an absolute name" grep -qF "camera=$SANDBOX/my film.mp4" "$DEMO_DIRECTORY/trace"
}

shouldCheckItsOptions() {
  with_apps
  local wrong
  for wrong in "--boxes 0" "--boxes many" "--port 99999" "--camera nowhere.mp4" "--camera /dev/video99" "--data" "--frobnicate"; do
    # shellcheck disable=SC2086 # option and value
    skyv demo $wrong
    expect_status 2
    expect_output "skyv: "
  done
}

shouldSayWhenTheDiskGetsFull() {
  with_apps
  fake df <<<"printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 9 9 512000 99%% /\n'"
  demo_is_up --boxes 1
  stop_demo_by INT
  expect_output "disk space is low at $DEMO_DIRECTORY: 500 MiB free"
}
