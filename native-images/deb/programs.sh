# shellcheck shell=bash
# What is in each package; build.sh makes the package of it.

# Modules of Java's that the programs use: by jdeps, and what is found at run time only (jdk.zipfs, jdk.net, jdk.jfr).
readonly CONTROL_MODULES=java.base,java.desktop,java.instrument,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.sql,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
readonly BOX_MODULES=java.base,java.desktop,java.naming,java.net.http,java.rmi,java.sql,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
readonly BOX_DESCRIPTION="home box of the SKYV video network
 Takes the video of a camera in, signs every part of it, serves it to viewers
 and to other boxes, relays streams of others, and is paid for what it delivers."
# FFmpeg's libraries name the last four: they find cameras by them.
readonly BOX_DEPENDS="libgcc-s1, libstdc++6, zlib1g, libasound2 | libasound2t64, libpulse0, libxcb1, libxcb-shm0"
readonly JAVA_FLAGS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

control() {
  begin control "SKYV control plane" "$(dpkg --print-architecture)" operator/installing.md
  java_program "$ROOT/control-plane" quarkus-app bom "$CONTROL_MODULES" "$JAVA_HOME"
  finish "control plane of the SKYV video network
 Enrols boxes, says who is served by whom, sets money aside for streams that are
 watched, and keeps the ledger. It has a page for viewers, and brings its own
 Java and its own PostgreSQL along." \
    "" "$(java_command)"
}

# java_program MODULE APP BOM MODULES JDK: what Maven has packaged, and a Java for it. MODULES are those of JDK, which may be
# for another machine if it has jmods.
java_program() {
  local module=$1 app=$2 bom=$3 modules=$4 jdk=$5 options
  options=(--add-modules "$modules" --no-header-files --no-man-pages --compress zip-6 --output "$LIBRARY/runtime")
  [[ ! -d $jdk/jmods ]] || options+=(--module-path "$jdk/jmods")
  "$JAVA_HOME/bin/jlink" "${options[@]}"
  cp -a "$module/target/$app" "$LIBRARY/app"
  cp "$module/jvm.options" "$STAGE/etc/skyv/$NAME.jvm"
  copy_sbom "$module/target/$bom.json"
  runtime_sbom "$LIBRARY/runtime/release" "$jdk/release" >"$DOCS/sbom/java.cdx.json"
}

java_command() {
  echo "/usr/lib/$PACKAGE/runtime/bin/java @/etc/skyv/$NAME.jvm $JAVA_FLAGS -jar /usr/lib/$PACKAGE/app/quarkus-run.jar"
}

copy_sbom() {
  if [[ ! -s $1 ]]; then
    echo "build.sh: there is no ${1#"$ROOT/"}; Maven makes it with -Ppackages, and not offline" >&2
    exit 1
  fi
  cp "$1" "$DOCS/sbom/program.cdx.json"
}

# What of Java is in it; Maven knows only of libraries.
runtime_sbom() {
  local release=$1 of=$2 java vendor modules
  java=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$of")
  vendor=$(sed -n 's/^IMPLEMENTOR="\(.*\)"/\1/p' "$of" | head -n 1)
  modules=$(sed -n 's/^MODULES="\(.*\)"/\1/p' "$release")
  cat <<END
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "components": [
    {
      "type": "framework",
      "name": "OpenJDK",
      "version": "$java",
      "supplier": {"name": "$vendor"},
      "licenses": [{"license": {"name": "GPL-2.0-only WITH Classpath-exception-2.0"}}],
      "properties": [{"name": "skyv:modules", "value": "$modules"}]
    }
  ]
}
END
}

# One file and FFmpeg's libraries beside it.
box_native() {
  local native=$ROOT/edge-firmware/target/native
  if [[ ! -x $native/skyv-box ]]; then
    echo "skyv-box for this machine: left out, since there is no native executable (-Dnative makes it)"
    return
  fi
  begin box "SKYV-Box" "$(dpkg --print-architecture)" owner/installing.md
  board_examples
  cp "$native/skyv-box" "$LIBRARY/"
  cp -a "$native/lib" "$LIBRARY/lib"
  copy_sbom "$ROOT/edge-firmware/target/bom.json"
  finish "$BOX_DESCRIPTION" "$BOX_DEPENDS" "/usr/lib/skyv-box/skyv-box"
}

# For boxes that drive their board; not in effect by themselves, as they name groups that not every system has.
board_examples() {
  mkdir -p "$DOCS/examples"
  cp "$ROOT"/native-images/systemd/{board.conf,60-skyv-box.rules} "$DOCS/examples/"
}

# Maven packages the box again, with the media libraries of arm64.
box_jvm_arm64() {
  local jdk app=$ROOT/edge-firmware/target/quarkus-app-arm64
  if ! jdk=$("$HERE/arm64-jdk.sh"); then
    echo "skyv-box for arm64: left out, since there is no JDK for it (deb/arm64-jdk.sh says how to have one)"
    return
  fi
  rm -rf "$app"
  (cd "$ROOT" && "${MAVEN:-mvn}" -B -q ${MAVEN_REPOSITORY:+"-Dmaven.repo.local=$MAVEN_REPOSITORY"} -pl proto,hardware-spec,edge-firmware package -Ppackages \
    -Dmaven.test.skip=true -DskipTests -Dexec.skip -Dspotless.check.skip -Dskyv.media.platform=linux-arm64 \
    -Dquarkus.package.output-directory=quarkus-app-arm64 -DoutputName=bom-arm64)
  begin box "SKYV-Box" arm64 owner/installing.md
  board_examples
  java_program "$ROOT/edge-firmware" quarkus-app-arm64 bom-arm64 "$BOX_MODULES" "$jdk"
  finish "$BOX_DESCRIPTION" "$BOX_DEPENDS" "$(java_command)"
}
