#!/usr/bin/env bash
# Writes the jar's bill of materials anew: META-INF/sbom/application.cdx.json (CycloneDX), with version, licence and SHA-256 of each
# library. Run it when a dependency changes; SbomIT compares the file with the jar. Needs Maven, a network and jq.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -B -C -f "$home/pom.xml" cyclonedx:makeBom -DoutputDirectory="$work"
# One strong checksum per library is enough.
jq '(.. | objects | select(.hashes).hashes) |= map(select(.alg == "SHA-256"))' "$work/bom.json" \
  >"$home/src/main/resources/META-INF/sbom/application.cdx.json"
