#!/usr/bin/env bash
# root.sh SUITE [ARCHITECTURE]: prints the path of a tar of a fresh Debian, which is made with debootstrap where it is not there
# yet, and kept in ${SKYV_ROOTS:-~/.cache/skyv/roots}. Needs root, debootstrap and Debian's archive. An ARCHITECTURE that this
# machine is not is unpacked, and nothing in it is run.
set -euo pipefail

suite=$1 architecture=${2:-$(dpkg --print-architecture)}
roots=${SKYV_ROOTS:-${XDG_CACHE_HOME:-$HOME/.cache}/skyv/roots}
tar=$roots/$suite-$architecture.tar

if [[ ! -f $tar ]]; then
  mkdir -p "$roots"
  draft=$(mktemp -d "$roots/.$suite-XXXXXX")
  trap 'rm -rf "$draft"' EXIT
  foreign=()
  [[ $architecture == "$(dpkg --print-architecture)" ]] || foreign=(--foreign)
  # What the packages depend on is there, so that they install without a network.
  include=adduser,libgcc-s1,libpulse0,libstdc++6,libxcb1,libxcb-shm0,zlib1g
  case $suite in
    bookworm) include+=,libasound2 ;;
    *) include+=,libasound2t64 ;;
  esac
  debootstrap --variant=minbase "--include=$include" --arch="$architecture" "${foreign[@]}" "$suite" "$draft/root" >&2
  rm -rf "$draft"/root/var/cache/apt/archives/*.deb "$draft"/root/debootstrap
  tar -C "$draft/root" -cf "$draft/tar" .
  mv "$draft/tar" "$tar"
fi
echo "$tar"
