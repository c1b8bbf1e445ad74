# shellcheck shell=bash
# native-image for -Dnative: the GraalVM that GRAALVM_HOME names, or one put together by the toolchain beside the checkout.

readonly TOOLCHAIN_DEFAULT=../shared/toolchain # beside the checkout

# Does Maven get -Dnative? Then it needs a GraalVM.
wants_native() {
  local arg
  for arg in "${MAVEN_ARGS[@]}"; do
    case $arg in
      -Dnative=false) ;;
      -Dnative | -Dnative=*) return 0 ;;
    esac
  done
  return 1
}

# Sets GRAALVM_HOME; needs JAVA_HOME and MAVEN.
ensure_graalvm() {
  local toolchain=${SKYV_TOOLCHAIN:-$SKYV_ROOT/$TOOLCHAIN_DEFAULT} home
  if [[ -n ${GRAALVM_HOME:-} ]]; then
    [[ -x $GRAALVM_HOME/bin/native-image ]] || refuse "GRAALVM_HOME is $GRAALVM_HOME, which has no bin/native-image." \
      "Set it to a GraalVM or Mandrel for JDK $JDK_MAJOR, or unset it."
  elif [[ $ARCH == x64 && -x $toolchain/build.sh ]]; then
    toolchain=$(realpath "$toolchain")
    home=$CACHE/graalvm-$(toolchain_version "$toolchain")
    [[ -x $home/bin/native-image ]] || assemble_graalvm "$toolchain" "$home"
    GRAALVM_HOME=$home
  else
    refuse "a native executable needs GraalVM or Mandrel for JDK $JDK_MAJOR, and none is named." \
      "Set GRAALVM_HOME to one, or (x86-64) SKYV_TOOLCHAIN to the directory whose build.sh puts one together."
  fi
  ensure_c_compiler
  export GRAALVM_HOME
}

# Another toolchain, or another JDK, is another GraalVM.
toolchain_version() {
  {
    cat "$1/build.sh" "$1/sources.sha256" 2>/dev/null || true
    echo "$JAVA_HOME"
  } | sha256sum | cut -c1-12
}

assemble_graalvm() {
  local toolchain=$1 home=$2
  ensure_c_compiler
  lock_cache
  if [[ ! -x $home/bin/native-image ]]; then
    say "putting a GraalVM for JDK $JDK_MAJOR together in $home, by $toolchain: half a minute, 30 MB of downloads"
    make_temporary
    PATH=${MAVEN%/mvn}:$PATH JDK_HOME=$JAVA_HOME CACHE=$TEMPORARY/downloads \
      "$toolchain/build.sh" "$TEMPORARY/graalvm" >"$TEMPORARY/log" 2>&1 </dev/null || {
      tail -n 20 "$TEMPORARY/log" >&2
      fail "$toolchain/build.sh could not put a GraalVM together." "Set GRAALVM_HOME to one that is there."
    }
    mv -T "$TEMPORARY/graalvm" "$home"
    remove_temporary
  fi
  unlock_cache
}

# What native-image, and the toolchain, link with.
ensure_c_compiler() {
  local missing=()
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  command -v nm >/dev/null || missing+=(binutils)
  command -v xz >/dev/null || missing+=(xz-utils)
  [[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
  ((${#missing[@]} == 0)) || install_packages "a native executable needs a C compiler" "${missing[@]}"
}
