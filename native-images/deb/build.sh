#!/usr/bin/env bash
# Makes a Debian package of a program that Maven has packaged, into native-images/target/packages:
#   build.sh control          the control plane on a Java runtime of its own, for the machine that builds
#   build.sh box-native       the box as a native executable, for the machine that builds
#   build.sh box-jvm-arm64    the box on a Java runtime of its own, for arm64
#   build.sh all              each of these that can be made here; what is left out is told
# The same sources and tools give the same bytes: times are SOURCE_DATE_EPOCH's, nobody's name is in it.
# SKYV_PACKAGE_VERSION is the package's version; by default it is made of the pom's.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
TARGET=$ROOT/native-images/target/packages
# shellcheck source=/dev/null
source "$HERE/programs.sh"

main() {
  case ${1:-} in
    control) control ;;
    box-native) box_native ;;
    box-jvm-arm64) box_jvm_arm64 ;;
    all)
      find "$TARGET" -maxdepth 1 -name '*.deb' -delete 2>/dev/null || true
      if ! command -v dpkg-deb >/dev/null; then
        echo "packages: left out, since dpkg-deb is not installed"
        return
      fi
      control
      box_native
      box_jvm_arm64
      ;;
    *)
      echo "build.sh: say which package: control, box-native, box-jvm-arm64 or all" >&2
      exit 2
      ;;
  esac
}

# begin NAME TITLE ARCHITECTURE MANUAL: what all packages have, in $STAGE. MANUAL is a page of docs.
begin() {
  NAME=$1 TITLE=$2 ARCHITECTURE=$3 MANUAL=$4
  PACKAGE=skyv-$NAME
  STAGE=$TARGET/stage/$PACKAGE-$ARCHITECTURE
  LIBRARY=$STAGE/usr/lib/$PACKAGE
  DOCS=$STAGE/usr/share/doc/$PACKAGE
  rm -rf "$STAGE"
  mkdir -p "$LIBRARY" "$DOCS/sbom" "$STAGE"/{DEBIAN,etc/skyv,usr/bin,usr/lib/systemd/system,usr/share/lintian/overrides,usr/share/man/man8}
  cp "$ROOT/native-images/systemd/$PACKAGE.service" "$STAGE/usr/lib/systemd/system/"
  cp "$ROOT/native-images/etc/$NAME.env" "$STAGE/etc/skyv/"
}

# finish DESCRIPTION DEPENDS COMMAND: the package of it. COMMAND is what /usr/bin's script runs.
finish() {
  local description=$1 depends=$2 command=$3 script size version glibc deb
  version=$(version)
  glibc=$(newest_glibc "$STAGE")
  fill "$HERE/launcher.sh" "$command" >"$STAGE/usr/bin/$PACKAGE"
  for script in postinst prerm postrm; do
    fill "$HERE/$script" >"$STAGE/DEBIAN/$script"
    chmod 0755 "$STAGE/DEBIAN/$script"
  done
  (cd "$STAGE" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$STAGE/DEBIAN/conffiles"
  documents "$version"
  modes
  size=$(du -sk --apparent-size --exclude=DEBIAN "$STAGE" | cut -f1)
  cat >"$STAGE/DEBIAN/control" <<END
Package: $PACKAGE
Version: $version
Architecture: $ARCHITECTURE
Maintainer: $MAINTAINER
Installed-Size: $size
Depends: adduser, libc6 (>= $glibc)${depends:+, $depends}
Section: net
Priority: optional
Homepage: $HOMEPAGE
Description: $description
END
  (cd "$STAGE" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$STAGE/DEBIAN/md5sums"
  deb=$TARGET/${PACKAGE}_${version}_$ARCHITECTURE.deb
  find "$STAGE" -depth -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -Zgzip -z6 --build "$STAGE" "$deb" >/dev/null
  echo "built ${deb#"$ROOT/"} ($(du -m "$deb" | cut -f1) MB, $((size / 1024)) MB installed, needs glibc $glibc)"
}

# Files are world-readable, programs executable, whatever the umask of who builds.
modes() {
  find "$STAGE" -type d -exec chmod 0755 {} +
  find "$STAGE" -type f -perm /111 -exec chmod 0755 {} +
  find "$STAGE" -type f ! -perm /111 -exec chmod 0644 {} +
  find "$STAGE" -type f -name '*.so*' -exec chmod 0644 {} +
  chmod 0755 "$STAGE/usr/bin/"* "$STAGE"/DEBIAN/p*
}

documents() {
  local version=$1
  cp "$ROOT/docs/$MANUAL" "$DOCS/README.md"
  cp "$HERE/copyright" "$DOCS/copyright"
  fill "$HERE/lintian-overrides" >"$STAGE/usr/share/lintian/overrides/$PACKAGE"
  gzip -9n <"$HERE/man/$PACKAGE.8" >"$STAGE/usr/share/man/man8/$PACKAGE.8.gz"
  gzip -9n >"$DOCS/changelog.gz" <<END
$PACKAGE ($version) unstable; urgency=medium

  * What changed is in CHANGELOG.md of the sources.

 -- $MAINTAINER  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
END
}

fill() {
  sed -e "s|@PACKAGE@|$PACKAGE|g; s|@NAME@|$NAME|g; s|@TITLE@|$TITLE|g; s|@COMMAND@|${2:-}|g" "$1"
}

# 0.1.0-SNAPSHOT is before 0.1.0, so 0.1.0~snapshot.
version() {
  local pom
  pom=$(sed -n 's/^  <version>\(.*\)<\/version>.*/\1/p' "$ROOT/pom.xml" | head -n 1)
  pom=${pom,,}
  echo "${SKYV_PACKAGE_VERSION:-${pom/-snapshot/\~snapshot}}"
}

# The newest symbol version of the C library that any program or library in it names.
newest_glibc() {
  { grep -rhao 'GLIBC_2\.[0-9]\+' "$1" || true; } | sed 's/GLIBC_//' | sort -uV | tail -n 1
}

# Time of the sources, for what has no other: the parent pom's.
if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
  SOURCE_DATE_EPOCH=$(date -u +%s -d "$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' "$ROOT/pom.xml")")
fi
export SOURCE_DATE_EPOCH
readonly MAINTAINER=${SKYV_PACKAGE_MAINTAINER:-SKYV maintainers <maintainers@skyv.example>}
readonly HOMEPAGE=${SKYV_PACKAGE_HOMEPAGE:-https://skyv.example/}

main "$@"
