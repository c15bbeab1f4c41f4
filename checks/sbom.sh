#!/usr/bin/env bash
# Writes the jar's bill of materials anew: META-INF/sbom/application.cdx.json (CycloneDX), with version, licence and SHA-256 of each
# library. Run it when a dependency changes; SbomIT compares the file with the jar. Needs Maven, a network and jq.
. "$(dirname "$0")/../bench/lib.sh"
make_work_directory
mvn -q -B -C -f "$home/pom.xml" cyclonedx:makeBom -DoutputDirectory="$work"
# One strong checksum per library is enough.
jq '(.. | objects | select(.hashes).hashes) |= map(select(.alg == "SHA-256"))' "$work/bom.json" \
  >"$home/src/main/resources/META-INF/sbom/application.cdx.json"
