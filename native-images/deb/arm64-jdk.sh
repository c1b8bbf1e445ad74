#!/usr/bin/env bash
# Prints the path of a JDK for arm64, of which jlink takes its modules: SKYV_ARM64_JDK, or Debian trixie's, unpacked into the
# cache. Debian's is fetched by apt as a foreign architecture, inside of a trixie of its own, which takes root. It must be of
# the same version as the JDK that builds.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/skyv/arm64-jdk
jdk=${SKYV_ARM64_JDK:-$cache}

fetch() {
  local here draft root
  here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
  draft=$(mktemp -d)
  trap 'rm -rf "$draft"' EXIT
  root=$draft/root
  mkdir "$root"
  tar -C "$root" -xf "$("$here/root.sh" trixie)"
  cp /etc/resolv.conf "$root/etc/"
  chroot "$root" sh -ec 'dpkg --add-architecture arm64; apt-get -qq update
    cd /tmp; apt-get -qq download openjdk-25-jre-headless:arm64 openjdk-25-jdk-headless:arm64' >&2
  for deb in "$root"/tmp/*.deb; do
    dpkg-deb -x "$deb" "$draft/x"
  done
  mkdir -p "$(dirname "$cache")"
  rm -rf "$cache"
  mv "$draft"/x/usr/lib/jvm/java-25-openjdk-arm64 "$cache"
}

[[ -n ${SKYV_ARM64_JDK:-} || -d $cache/jmods ]] || fetch
if [[ ! -f $jdk/jmods/java.base.jmod ]]; then
  echo "arm64-jdk.sh: there is no jmods/java.base.jmod in $jdk" >&2
  exit 1
fi
echo "$jdk"
