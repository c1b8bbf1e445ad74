# shellcheck shell=bash disable=SC1091,SC2016,SC2034,SC2164
# Node for the pages.

without_node() {
  fake_jdk "$SANDBOX/jvm/jdk-25" 25.0.3
  fake_maven 3.9.14
  echo 'echo "node $(command -v node)"' >>"$SANDBOX/bin/mvn"
}

shouldUseTheNodeOnThePath() {
  without_node
  fake_node 18.20.4
  skyv verify
  expect_status 0
  expect_output "node $SANDBOX/bin/node"
}

shouldPreferANewerOneOfNvmToAnOldOneOnThePath() {
  without_node
  fake_node 16.0.0
  local bin=$SANDBOX/home/.nvm/versions/node/v22.1.0/bin
  mkdir -p "$bin"
  printf '#!/bin/bash\necho v22.1.0\n' | tee "$bin/node" >"$bin/npm"
  chmod +x "$bin"/*
  skyv verify
  expect_status 0
  expect_output "node $bin/node"
}

shouldInstallNodeFromTheSystem() {
  without_node
  fake_user 0
  fake_apt "nodejs npm" "printf '#!/bin/bash\necho v20.0.0\n' | tee '$SANDBOX/bin/node' >'$SANDBOX/bin/npm'; chmod +x '$SANDBOX'/bin/*"
  skyv verify
  expect_status 0
  expect_output "--no-install-recommends nodejs npm" "node $SANDBOX/bin/node"
}

shouldSayWhenTheSystemsNodeIsTooOld() {
  without_node
  fake_user 0
  fake_apt "nodejs npm" true
  fake_node 12.22.0
  skyv verify
  expect_status 1
  expect_output "the system's Node is older than 18"
}

shouldOnlyMentionItToMaven() {
  without_node
  skyv mvn validate
  expect_status 0
  expect_output "no Node 18 or newer with npm found"
}

shouldRefuseWhereNoPackageManagerIsKnown() {
  without_node
  skyv verify
  expect_status 2
  expect_output "neither apt-get nor dnf"
}

shouldUseDnfWhereThatIsTheManager() {
  without_node
  fake_user 0
  fake dnf <<<"echo \"dnf \$*\" >>'$SANDBOX/dnf.log'; exit 1"
  skyv verify
  expect_status 1
  expect "dnf was run" grep -q 'dnf install -y nodejs npm' "$SANDBOX/dnf.log"
}
