# shellcheck shell=bash
# Maven 3.9.12: the one on the machine when it is new enough; else an older one is used once, to bring it.
# It comes as an artifact out of whatever repository that Maven is set up for: no address is written here.

readonly MAVEN_WANTED=3.9.12
readonly MAVEN_OLDEST=3.6 # the oldest that can bring the wanted one
readonly MAVEN_UNPACK=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack

MAVEN_ROOTS=(/usr/share/maven /opt/*maven* /opt/maven/*)

MAVEN=         # the mvn to run
MAVEN_ARGS=()  # the user's, with the local repository's path made absolute
BRING_ARGS=()  # those of them that matter for bringing Maven too

# Maven is run in another directory than the user's: paths among its arguments must not depend on that.
read_maven_args() {
  local arg takes_path=
  MAVEN_ARGS=() BRING_ARGS=()
  for arg in "$@"; do
    if [[ -n $takes_path ]]; then
      arg=$(realpath -m "$arg")
      BRING_ARGS+=("$takes_path" "$arg")
      takes_path=
    else
      case $arg in
        -Dmaven.repo.local=*)
          arg=-Dmaven.repo.local=$(realpath -m "${arg#*=}")
          BRING_ARGS+=("$arg")
          ;;
        -o | --offline) BRING_ARGS+=("$arg") ;;
        -s | --settings | -gs | --global-settings) takes_path=$arg ;;
      esac
    fi
    MAVEN_ARGS+=("$arg")
  done
}

# Where this build's artifacts go.
local_repository() {
  local arg
  for arg in "${BRING_ARGS[@]}"; do
    if [[ $arg == -Dmaven.repo.local=* ]]; then
      echo "${arg#*=}"
      return
    fi
  done
  echo "$HOME/.m2"
}

# Sets MAVEN; needs JAVA_HOME. Old variables of other Mavens would only mislead it.
ensure_maven() {
  local found version
  unset M2_HOME MAVEN_HOME
  add_maven_flags
  MAVEN=$CACHE/apache-maven-$MAVEN_WANTED/bin/mvn
  [[ ! -x $MAVEN ]] || return 0
  found=$(find_maven) || {
    install_packages "SKYV needs Maven" maven
    found=$(find_maven) || fail "there is still no mvn after installing it." "Put one on the PATH."
  }
  version=$(maven_version "$found")
  if [[ $version == 3.9.* ]] && not_older "$version" "$MAVEN_WANTED"; then
    MAVEN=$found
  else
    not_older "${version:-0}" "$MAVEN_OLDEST" || refuse "$found is Maven ${version:-of unknown version}; $MAVEN_OLDEST or newer is needed." \
      "Install a newer one, or put it first on the PATH."
    bring_maven "$found" "$version"
  fi
}

add_maven_flags() {
  local flag
  MAVEN_OPTS=${MAVEN_OPTS:-}
  for flag in "${JDK_FLAGS[@]}" ${JVM_HOME:+"-Duser.home=$JVM_HOME"}; do
    [[ " $MAVEN_OPTS " == *" $flag "* ]] || MAVEN_OPTS+=" $flag"
  done
  export MAVEN_OPTS=${MAVEN_OPTS# }
}

find_maven() {
  local root
  command -v mvn && return
  for root in "${MAVEN_ROOTS[@]}" "$HOME"/.sdkman/candidates/maven/*; do
    if [[ -x $root/bin/mvn ]]; then
      echo "$root/bin/mvn"
      return
    fi
  done
  return 1
}

maven_version() {
  (cd / && "$1" --version 2>/dev/null) | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p'
}

# Is version $1 at least $2?
not_older() {
  printf '%s\n' "$2" "$1" | sort -V -C
}

# The goal runs without a project in an empty directory of its own: there it unpacks into a directory that
# is literally named ${project.basedir}, and a second run in the same place would do nothing.
bring_maven() {
  local found=$1 version=$2 unpacked
  lock_cache
  if [[ ! -x $MAVEN ]]; then
    say "bringing Maven $MAVEN_WANTED by Maven $version ($found): about 10 MB, with the plugin's own parts 20 MB"
    make_temporary
    (cd "$TEMPORARY" && "$found" -B -ntp "${BRING_ARGS[@]}" "$MAVEN_UNPACK" \
      "-Dartifact=org.apache.maven:apache-maven:$MAVEN_WANTED:tar.gz:bin") >"$TEMPORARY/log" 2>&1 </dev/null || {
      tail -n 20 "$TEMPORARY/log" >&2
      fail "$found could not bring Maven $MAVEN_WANTED." "Does it reach its repository (proxy, ~/.m2/settings.xml)?"
    }
    unpacked=$(find "$TEMPORARY" -type d -name "apache-maven-$MAVEN_WANTED" -print -quit)
    [[ -n $unpacked ]] || fail "$found brought no Maven $MAVEN_WANTED."
    chmod +x "$unpacked/bin/mvn"
    mv -T "$unpacked" "$CACHE/apache-maven-$MAVEN_WANTED"
    remove_temporary
  fi
  unlock_cache
}
