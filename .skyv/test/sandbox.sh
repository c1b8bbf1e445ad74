# shellcheck shell=bash disable=SC2016
# A machine of a test's own: a copy of the launcher, a home, and a PATH on which java, mvn, node and the package
# managers are only what the test puts there. The launcher itself has no hooks for tests: its copy is given other
# places to look at.

readonly WAIT_SECONDS_MAX=30 # for anything that is waited for

# Every tool of this machine but those whose absence or version is tested.
TOOLS=$WORK/tools
mkdir "$TOOLS"
ln -sf /bin/* /usr/bin/* "$TOOLS" 2>/dev/null || true
rm -f "$TOOLS"/{java,javac,mvn,node,npm,apt-get,apt-cache,dnf,sudo,xdg-open}

# Compiled once: the programs that the demo believes it runs, and a server for archives.
CLASSES=$WORK/classes
"$JAVA_HOME/bin/javac" -d "$CLASSES" "$HERE"/*.java

readonly FAST_JVM="$JAVA_HOME/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp $CLASSES"

SANDBOX=''
CHECKOUT=''
STATUS='' # of the launcher's last run
OUTPUT=''
STARTED=() # pids that must not outlive the test
SETTINGS=() # environment of the launcher, beside PATH and HOME

new_sandbox() {
  SANDBOX=$1 CHECKOUT=$1/checkout
  mkdir -p "$SANDBOX"/{bin,home,jvm} "$CHECKOUT"/.skyv
  cp "$HERE/../../skyv" "$CHECKOUT"
  cp "$HERE"/../*.sh "$CHECKOUT/.skyv"
  printf '<project>\n  <version>1.2.3</version>\n</project>\n' >"$CHECKOUT/pom.xml"
  echo "JDK_ROOTS=('$SANDBOX/jvm')" >>"$CHECKOUT/.skyv/jdk.sh"
  echo "MAVEN_ROOTS=()" >>"$CHECKOUT/.skyv/maven.sh"
  echo "NODE_PLACES=()" >>"$CHECKOUT/.skyv/node.sh"
  SETTINGS=(HOME="$SANDBOX/home")
}

# Runs the launcher; what it says and its exit status are then in OUTPUT and STATUS.
skyv() {
  STATUS=0
  OUTPUT=$(launcher "$@" 2>&1) || STATUS=$?
}

launcher() {
  env -i PATH="$SANDBOX/bin:$TOOLS" SKYV_FREE_MIB_MIN=1 "${SETTINGS[@]}" "$CHECKOUT/skyv" "$@"
}

# fake NAME: a program on the PATH, its script from stdin.
fake() {
  { echo '#!/bin/bash' && cat; } >"$SANDBOX/bin/$1"
  chmod +x "$SANDBOX/bin/$1"
}

# fake_jdk DIRECTORY VERSION [PROCESSOR]
fake_jdk() {
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\nOS_ARCH="%s"\n' "$2" "${3:-$(uname -m)}" >"$1/release"
  printf '#!/bin/bash\nif [[ $1 == -version ]]; then echo "openjdk version \\"%s\\" 2026" >&2; exit; fi\nexec %s FakeApp "$@"\n' \
    "$2" "$FAST_JVM" >"$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1"/bin/*
}

# A Maven that tells how it was called; it "unpacks" 3.9.12 and "packages" the two programs, and the executable.
fake_maven() {
  local version=$1
  fake mvn <<END
[[ \$1 != --version ]] || { echo "Apache Maven $version (abc)"; exit; }
echo "maven $version; java \$JAVA_HOME; in \$PWD; opts \$MAVEN_OPTS; args \$*" | tee -a "$SANDBOX/maven.log"
case " \$* " in
  *maven-dependency-plugin*)
    home='\${project.basedir}/target/dependency/apache-maven-3.9.12'
    mkdir -p "\$home/bin"
    sed 's/$version/3.9.12/g' "$SANDBOX/bin/mvn" >"\$home/bin/mvn"
    ;;
  *" package "*)
    echo "[INFO] Building SKYV :: control-plane [1/2]"
    echo "[INFO] noise"
    mkdir -p "$CHECKOUT"/{control-plane,edge-firmware}/target/quarkus-app
    touch "$CHECKOUT"/{control-plane,edge-firmware}/target/quarkus-app/quarkus-run.jar
    [[ " \$* " != *" -Dnative "* ]] || {
      mkdir -p "$CHECKOUT/edge-firmware/target/native"
      printf '#!/bin/bash\nexec %s FakeApp native\n' "$FAST_JVM" >"$CHECKOUT/edge-firmware/target/native/skyv-box"
      chmod +x "$CHECKOUT/edge-firmware/target/native/skyv-box"
    }
    ;;
esac
END
}

fake_node() {
  fake node <<<"echo v$1"
  fake npm <<<"echo 10"
}

# fake_user ID: who the launcher believes to be.
fake_user() {
  fake id <<<"[[ \$1 == -u ]] && echo $1 || echo somebody"
}

# fake_apt OFFERED INSTALL: apt offers the packages whose name is in OFFERED; installing runs INSTALL.
fake_apt() {
  fake apt-cache <<<"[[ ' $1 ' != *\" \$2 \"* ]] || echo '  Candidate: 1.0'"
  fake apt-get <<END
echo "apt-get \$*" >>"$SANDBOX/apt.log"
[[ \$1 != install ]] || { $2; }
END
}

# A JDK, a Maven and a Node: all that a build needs.
ready_machine() {
  fake_jdk "$SANDBOX/jvm/jdk-25" 25.0.3
  fake_maven 3.9.14
  fake_node 20.1.0
}

# In the background, to be ended with the test. (Without <&0 bash would take its input away.)
start() {
  "$@" <&0 &
  STARTED+=("$!")
}

end_started() {
  local pid
  for pid in "${STARTED[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  wait || true
}

# wait_until WHAT COMMAND…: polls, up to a bound.
wait_until() {
  local what=$1 deadline=$((SECONDS + WAIT_SECONDS_MAX))
  shift
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      echo "waited $WAIT_SECONDS_MAX s in vain: $what"
      return 1
    fi
    sleep 0.1
  done
}

expect_status() {
  ((STATUS == $1)) || wrong "exit status $1, but it was $STATUS"
}

expect_output() {
  local text
  for text in "$@"; do
    [[ $OUTPUT == *"$text"* ]] || wrong "output with '$text'"
  done
}

expect_no_output() {
  [[ $OUTPUT != *"$1"* ]] || wrong "output without '$1'"
}

# expect WHAT COMMAND…
expect() {
  "${@:2}" || wrong "$1"
}

wrong() {
  printf 'expected %s\nthe output was:\n%s\n' "$1" "$OUTPUT"
  exit 1
}
