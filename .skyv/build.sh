# shellcheck shell=bash
# Building and testing by Maven.

# What every use of Maven needs.
prepare_maven() {
  read_maven_args "$@"
  check_platform
  settle_home
  settle_cache
  check_checkout_writable
  check_space "$SKYV_ROOT" "$CACHE" "$(local_repository)"
  ensure_jdk
  ensure_maven
  ! wants_native || ensure_graalvm
}

pass_to_maven() {
  prepare_maven "$@"
  use_node || say "no Node $NODE_MAJOR_MIN or newer with npm found: building the control plane will need it"
  [[ $PWD/ == "$SKYV_ROOT"/* ]] || cd "$SKYV_ROOT" || exit
  exec "$MAVEN" "${MAVEN_ARGS[@]}"
}

verify() {
  if [[ ${1:-} == --help ]]; then
    help verify
    return
  fi
  prepare_maven "$@"
  ensure_node
  cd "$SKYV_ROOT" || exit
  exec "$MAVEN" verify "${MAVEN_ARGS[@]}"
}

selftest() {
  if [[ ${1:-} == --help ]]; then
    help selftest
    return
  fi
  check_platform
  settle_home
  settle_cache
  ensure_jdk
  exec "$SKYV_ROOT/.skyv/test/run.sh" "$@"
}
