#!/usr/bin/env bash
# Writes anew what the jar says is in it: META-INF/sbom/application.cdx.json (CycloneDX), each library with version, licence and
# SHA-256. To be run when a dependency changes; SbomIT compares it with the jar. Needs Maven, the network and jq.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -B -C -f "$home/pom.xml" cyclonedx:makeBom -DoutputDirectory="$work"
# One strong checksum of each is enough.
jq '(.. | objects | select(.hashes).hashes) |= map(select(.alg == "SHA-256"))' "$work/bom.json" \
  >"$home/src/main/resources/META-INF/sbom/application.cdx.json"
