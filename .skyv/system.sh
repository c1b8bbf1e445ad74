# shellcheck shell=bash
# The machine: may SKYV work here, where is its cache, and how do system packages get installed.

readonly FREE_MIB_MIN=3072 # a first build: local Maven repository, node_modules and the modules' targets
readonly MIB_KIB=1024

# shellcheck disable=SC2034 # these are for other parts
ARCH=      # x64 or aarch64, as the JDK's vendor names them
CACHE=     # what the launcher brings: JDK, Maven
JVM_HOME=  # set when Java would look for the home directory in the wrong place
TEMPORARY= # removed at exit
AT_EXIT=() # functions to call then

# shellcheck disable=SC2034
check_platform() {
  local kernel machine
  kernel=$(uname -s)
  machine=$(uname -m)
  [[ $kernel == Linux ]] || refuse "SKYV runs on Linux; this is $kernel." \
    "Use a Linux machine, or a Linux virtual machine on this one."
  case $machine in
    x86_64 | amd64) ARCH=x64 ;;
    aarch64 | arm64) ARCH=aarch64 ;;
    *) refuse "SKYV needs a 64-bit processor and system, x86_64 or aarch64; this is $machine." \
      "Use another machine; on a Raspberry Pi 3 or newer, install the 64-bit system." ;;
  esac
  [[ $(getconf LONG_BIT 2>/dev/null || echo 64) == 64 ]] || refuse \
    "SKYV needs a 64-bit system; this one is 32-bit on a 64-bit processor." "Install the 64-bit system."
  check_c_library
}

# The native libraries for media and the embedded PostgreSQL are built for glibc.
check_c_library() {
  if compgen -G '/lib/ld-musl-*' >/dev/null && ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
    refuse "SKYV needs a Linux with glibc; this one has musl." "Use Debian, Ubuntu, Fedora or the like."
  fi
}

# HOME may be missing (a service, cron, env -i): the passwd entry knows it; a checkout of one's own always does.
# shellcheck disable=SC2034
settle_home() {
  [[ -z ${HOME:-} ]] || return 0
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6) || HOME=
  if [[ ! -d $HOME || ! -w $HOME ]]; then
    HOME=$SKYV_ROOT/.cache/home
    say "no home directory: using $HOME"
    make_directory "$HOME"
    echo '*' >"$SKYV_ROOT/.cache/.gitignore"
    JVM_HOME=$HOME
  fi
  export HOME
}

settle_cache() {
  local base=${XDG_CACHE_HOME:-}
  [[ $base == /* ]] || base=$HOME/.cache # relative ones are to be ignored (XDG Base Directory Specification)
  CACHE=$base/skyv
  make_directory "$CACHE" "Set XDG_CACHE_HOME to a directory that you may write."
}

make_directory() {
  { mkdir -p "$1" 2>/dev/null && [[ -w $1 ]]; } || refuse "can't write $1." "${2:-Make it writable for $(id -un), then try again.}"
}

check_checkout_writable() {
  [[ -w $SKYV_ROOT ]] || refuse "can't write the checkout $SKYV_ROOT, where a build leaves its results." \
    "Clone SKYV as $(id -un) and build there, or give that directory to $(id -un)."
}

# MiB free where a directory is, or will be.
free_mib() {
  local directory=$1
  while [[ ! -e $directory ]]; do
    directory=$(dirname "$directory")
  done
  df -Pk "$directory" | awk -v kib="$MIB_KIB" 'NR == 2 { print int($4 / kib) }'
}

# A first build needs room in each of the directories given.
check_space() {
  local directory free min=${SKYV_FREE_MIB_MIN:-$FREE_MIB_MIN}
  for directory in "$@"; do
    free=$(free_mib "$directory")
    ((free >= min)) || refuse "too little disk space at $directory: $free MiB free, a build wants $min MiB." \
      "Free some, or move the checkout (the cache: XDG_CACHE_HOME, Maven's repository: -Dmaven.repo.local=DIR)." \
      "If all is built already, SKYV_FREE_MIB_MIN=200 lowers the bound."
  done
}

# One launcher at a time fills the cache; the others wait and then find it filled.
lock_cache() {
  exec {CACHE_LOCK}>"$CACHE/lock"
  flock -n "$CACHE_LOCK" || {
    say "waiting for another ./skyv that is filling $CACHE"
    flock "$CACHE_LOCK"
  }
  rm -rf "$CACHE"/tmp.* # of launchers that were killed
}

unlock_cache() {
  exec {CACHE_LOCK}>&-
}

# Makes TEMPORARY, on the cache's file system so that a rename out of it is atomic.
make_temporary() {
  TEMPORARY=$(mktemp -d "$CACHE/tmp.XXXXXX")
  at_exit remove_temporary
}

remove_temporary() {
  [[ -z $TEMPORARY ]] || rm -rf "$TEMPORARY"
  TEMPORARY=
}

# Further things to do when the launcher ends, the latest first.
at_exit() {
  AT_EXIT=("$@" "${AT_EXIT[@]}")
  trap run_at_exit EXIT
}

run_at_exit() {
  local function
  for function in "${AT_EXIT[@]}"; do
    "$function" || true
  done
}

package_manager() {
  local manager
  for manager in apt-get dnf; do
    if command -v "$manager" >/dev/null; then
      echo "$manager"
      return
    fi
  done
}

# Does the system offer this package? Fresh containers have no lists yet; root fetches them.
system_offers() {
  case $(package_manager) in
    apt-get)
      if [[ $(id -u) == 0 ]] && ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
        say "fetching the system's package lists (apt-get update, about 10 MB)"
        apt-get update -qq >&2 </dev/null || true
      fi
      apt-cache policy "$1" 2>/dev/null | grep '^ *Candidate: [^(]' >/dev/null
      ;;
    dnf) dnf -q list "$1" >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

# The command line that installs the packages given, for root.
install_command() {
  case $(package_manager) in
    apt-get) echo "apt-get update && apt-get install -y --no-install-recommends $*" ;;
    dnf) echo "dnf install -y $*" ;;
  esac
}

# Installs system packages: install_packages WHY PACKAGE…
# On a terminal it asks; without one root just does it; anyone else is told what to type.
install_packages() {
  local why=$1 command
  command=$(install_command "${@:2}")
  [[ -n $command ]] || refuse "$why, and this system has neither apt-get nor dnf." "Install it yourself, then try again."
  [[ $(id -u) == 0 ]] || command="sudo sh -c '$command'"
  if on_terminal; then
    say "$why. This would install it from the system's packages:" && hint "$command"
    confirm "Run that now?" || refuse "$why." "To install it, type: $command"
  elif [[ $(id -u) != 0 ]]; then
    refuse "$why." "To install it, type: $command"
  fi
  say "$why; running: $command"
  DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2 || fail "that failed: $command" "Run it yourself, then try again."
}
