# shellcheck shell=bash
# JDK 25: found on this machine, installed from the system's packages, or the vendor's archive pinned by SHA-256.

readonly JDK_MAJOR=25
# Netty, JavaCPP and the foreign-function API would otherwise print warnings at each start.
# shellcheck disable=SC2034 # for other parts
readonly JDK_FLAGS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Eclipse Temurin. The hashes are those of the vendor's own container files (github.com/adoptium/containers,
# 25/jdk/ubuntu/noble/Dockerfile, commit f39414c9); docs/launcher.md says how to change them.
readonly JDK_RELEASE=25.0.3+9
readonly JDK_SHA256_X64=69264a7a211bf5029830d07bc3370f879769d62ebc5b5488e90c9343a2da0e1f
readonly JDK_SHA256_AARCH64=3e4287cb98870ba824ed698854bdc27cff984254caf66dd12cc291e7bfdde26b
readonly JDK_RELEASES=https://github.com/adoptium/temurin25-binaries/releases/download

# Directories whose children may be JDKs.
JDK_ROOTS=(/usr/lib/jvm /usr/java /opt /opt/java)

# Sets JAVA_HOME to a JDK 25 and puts its bin first on PATH.
ensure_jdk() {
  local home
  check_wished_jdk
  home=$(find_jdk) || {
    bring_jdk
    home=$(find_jdk) || fail "there is still no JDK $JDK_MAJOR after installing it." \
      "Install one yourself and set SKYV_JAVA_HOME to it."
  }
  export JAVA_HOME=$home PATH=$home/bin:$PATH
}

# SKYV_JAVA_HOME is an explicit wish: not met, it is an error rather than a hint.
check_wished_jdk() {
  [[ -z ${SKYV_JAVA_HOME:-} ]] || is_jdk "$SKYV_JAVA_HOME" || refuse \
    "SKYV_JAVA_HOME is $SKYV_JAVA_HOME, which is no JDK $JDK_MAJOR for this machine." \
    "Set it to a directory with bin/javac of version $JDK_MAJOR, or unset it."
}

find_jdk() {
  local home
  while IFS= read -r home; do
    if [[ -n $home ]] && is_jdk "$home"; then
      echo "$home"
      return
    fi
  done < <(jdk_candidates)
  return 1
}

# In the order in which they are preferred.
jdk_candidates() {
  local root
  echo "${SKYV_JAVA_HOME:-}"
  echo "${JAVA_HOME:-}"
  jdk_on_path
  for root in "${JDK_ROOTS[@]}" "$HOME/.sdkman/candidates/java" "$HOME/.jdks"; do
    compgen -G "$root/*" || true
  done
  compgen -G "$CACHE/jdk-$JDK_MAJOR-*" || true
}

jdk_on_path() {
  local java
  java=$(command -v java) || return 0
  java=$(readlink -f "$java")
  echo "${java%/bin/java}"
}

# A JDK, not just a runtime, of exactly the major version, for this processor.
is_jdk() {
  local home=$1 version processor
  [[ -x $home/bin/javac && -x $home/bin/java ]] || return 1
  version=$(release_value "$home" JAVA_VERSION)
  [[ -n $version ]] || version=$(java_version "$home/bin/java")
  [[ ${version%%[!0-9]*} == "$JDK_MAJOR" ]] || return 1
  processor=$(release_value "$home" OS_ARCH)
  case $processor in
    '') ;;
    x86_64 | amd64) [[ $ARCH == x64 ]] ;;
    *) [[ $ARCH == "$processor" ]] ;;
  esac
}

release_value() {
  sed -n "s/^$2=\"\([^\"]*\)\".*/\1/p" "$1/release" 2>/dev/null || true
}

bring_jdk() {
  local package=
  say "no JDK $JDK_MAJOR found$(describe_other_java)"
  if [[ -z ${SKYV_JDK_URL:-} && ${SKYV_JDK_SOURCE:-} != archive ]]; then
    package=$(offered_jdk_package)
  fi
  if [[ -n $package ]]; then
    hint "(SKYV_JDK_SOURCE=archive takes the vendor's archive into $CACHE instead: it needs no root.)"
    install_packages "SKYV needs JDK $JDK_MAJOR" "$package"
  else
    bring_jdk_archive
  fi
}

describe_other_java() {
  local java
  java=$(command -v java) || return 0
  echo "; java on the PATH is $(java_version "$java")"
}

java_version() {
  "$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || true
}

offered_jdk_package() {
  local package=
  case $(package_manager) in
    apt-get) package=openjdk-$JDK_MAJOR-jdk-headless ;;
    dnf) package=java-$JDK_MAJOR-openjdk-devel ;;
  esac
  if [[ -n $package ]] && system_offers "$package"; then
    echo "$package"
  fi
}

jdk_url() {
  local tag=${JDK_RELEASE/+/%2B} file=${JDK_RELEASE/+/_}
  echo "${SKYV_JDK_URL:-$JDK_RELEASES/jdk-$tag/OpenJDK${JDK_MAJOR}U-jdk_${ARCH}_linux_hotspot_$file.tar.gz}"
}

jdk_sha256() {
  if [[ -n ${SKYV_JDK_SHA256:-} ]]; then
    echo "${SKYV_JDK_SHA256,,}"
  elif [[ $ARCH == x64 ]]; then
    echo "$JDK_SHA256_X64"
  else
    echo "$JDK_SHA256_AARCH64"
  fi
}

bring_jdk_archive() {
  local sha256 archive home
  sha256=$(jdk_sha256)
  home=$CACHE/jdk-$JDK_MAJOR-${sha256:0:12}
  archive=$CACHE/jdk-${sha256:0:12}.tar.gz
  ensure_downloader
  lock_cache
  if [[ ! -d $home ]]; then
    say "the JDK's vendor (Eclipse Temurin) has it as an archive: about 140 MB, 310 MB unpacked in $CACHE"
    fetch_pinned "$(jdk_url)" "$sha256" "$archive"
    unpack_jdk "$archive" "$home"
    rm -f "$archive"
  fi
  unlock_cache
}

# Into a temporary directory first, so that what bears the final name is always whole.
unpack_jdk() {
  local archive=$1 home=$2 javac
  say "unpacking JDK $JDK_MAJOR to $home"
  make_temporary
  tar -xzf "$archive" -C "$TEMPORARY" || {
    rm -f "$archive"
    fail "that archive can't be unpacked; it was deleted." "Is the disk full, or SKYV_JDK_URL not a .tar.gz?"
  }
  javac=$(find "$TEMPORARY" -path '*/bin/javac' -print -quit)
  if [[ -z $javac ]] || ! is_jdk "${javac%/bin/javac}"; then
    rm -f "$archive"
    refuse "the archive holds no JDK $JDK_MAJOR for this machine; it was deleted." "Correct SKYV_JDK_URL and SKYV_JDK_SHA256."
  fi
  mv -T "${javac%/bin/javac}" "$home"
  remove_temporary
}
