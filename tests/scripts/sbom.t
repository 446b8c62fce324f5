The bill of materials is SPDX 2.3:

  $ export SOURCE_DATE_EPOCH=1795737600
  $ build="$(dirname "$(command -v tem)")/.."
  $ "$TEM_SOURCE/scripts/sbom.sh" "$build" > bill
  $ jq -c '[.spdxVersion, .dataLicense, .SPDXID, .name, .creationInfo.created]' bill
  ["SPDX-2.3","CC0-1.0","SPDXRef-DOCUMENT","tem-0.1.0","2026-11-27T00:00:00Z"]
  $ jq -r '.documentNamespace' bill
  https://tem.example/spdx/tem-0.1.0-[0-9a-f]{32} (re)

Each package has what the standard asks for; each name stands for one, and each relation for two of them:

  $ jq -r '.packages[] | select((.SPDXID | test("^SPDXRef-[A-Za-z0-9.-]+$") | not) or (.name | length) == 0 or
  >   (.versionInfo | length) == 0 or .downloadLocation != "NOASSERTION" or .filesAnalyzed != false or
  >   .licenseConcluded == null or .licenseDeclared == null or .copyrightText == null) | .SPDXID' bill
  $ jq '[.packages[].SPDXID] | length == (unique | length)' bill
  true
  $ jq -c '([.packages[].SPDXID] + ["SPDXRef-DOCUMENT"]) as $known | .relationships[] |
  >   select(([.spdxElementId, .relatedSpdxElement] - $known | length) > 0 or .relationshipType == null)' bill
  $ jq -r '[.relationships[].relationshipType] | unique[]' bill
  BUILD_DEPENDENCY_OF
  DESCRIBES
  DYNAMIC_LINK
  RUNTIME_DEPENDENCY_OF
  STATIC_LINK

Every library that a program asks its loader for is in it, with the version that is installed:

  $ jq -r '.packages[] | .name + " " + .versionInfo' bill > listed
  $ for program in tem temd; do readelf --dynamic --wide "$(command -v $program)"; done |
  >   sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | grep -v '^ld-linux' > needed
  $ sed "s#.*#/usr/lib/$(gcc -print-multiarch)/& /lib/$(gcc -print-multiarch)/&#" needed |
  >   xargs dpkg-query -S > owned 2> /dev/null || true
  $ while read -r library; do grep -q "/$library\$" owned || echo "$library: of no package"; done < needed
  $ sed 's/:.*//' owned | sort -u | xargs dpkg-query -W -f '${Package} ${Version}\n' | sort -u | comm -23 - <(sort listed)
  $ linked() { jq -r --arg by "SPDXRef-$1" '.relationships[] | select(.relationshipType == "DYNAMIC_LINK" and
  >   .spdxElementId == $by).relatedSpdxElement' bill; }
  $ linked tem | grep -c -e sodium -e zip; linked temd | grep -c -e libzip -e prometheus
  2
  1

So are libraries that are headers alone, and static ones, of each program; the C library, the compiler and the
kernel have nothing among them:

  $ related() { jq -r --arg kind "$1" '.relationships[] | select(.relationshipType == $kind) |
  >   .spdxElementId + " " + .relatedSpdxElement' bill | sed 's/SPDXRef-//g; s/deb-//g'; }
  $ related STATIC_LINK
  temd? libboost[0-9.]*-dev (re)
  temd? libboost[0-9.]*-dev (re)
  tem libcli11-dev
  temd libcli11-dev
  tem libkainjow-mustache-dev
  temd libkainjow-mustache-dev
  tem libsqlitecpp-dev
  temd libsqlitecpp-dev
  $ related STATIC_LINK | grep -c '^temd '
  4
  $ jq -r '.packages[].name' bill | grep -e '^libc6-dev' -e '^linux-' -e '^libgcc.*-dev' -e '^libstdc++.*-dev'
  [1]

Of a shared library's headers there is nothing in the program but what was compiled by them:

  $ related BUILD_DEPENDENCY_OF | grep -e sodium -e spdlog -e boost -e libzip
  libsodium-dev tem
  libsodium-dev temd
  libspdlog-dev temd
  libzip-dev tem

What a program runs and reads is what its package depends on:

  $ related RUNTIME_DEPENDENCY_OF | grep -e poppler-utils -e fonts-noto-core
  fonts-noto-core tem
  fonts-noto-core temd
  poppler-utils tem

The sums are those of the programs:

  $ jq -r '.packages[] | select(.checksums).checksums[0].checksumValue' bill | diff - <(sha256sum "$build"/bin/tem{,d} | cut -d' ' -f1)
  $ "$TEM_SOURCE/scripts/sbom.sh" nowhere
  sbom: *nowhere/bin/tem is not there; build it first (glob)
  [3]
