#!/bin/sh
# make.sh PACKAGES WORK: from unpacked npm packages to the bundle. Fixed seeds and numbers of steps.
set -e
cd "$(dirname "$0")/../.."
ts="node --import tsx"
mkdir -p "$2"
$ts models/sprites/prepare.ts "$1" "$2"
python3 models/sprites/train.py "$2"
python3 models/sprites/export.py "$2"
$ts models/sprites/words.ts "$1"
$ts models/sprites/build.ts "$2/samples.bin"
if [ -d "$1/iconify-json-fxemoji" ]; then
  $ts models/sprites/prepare-judge.ts "$1" "$2"
  python3 models/sprites/gates.py "$2" "$2/requests.bin"
  $ts models/sprites/answers.ts "$2/requests.bin" "$2/answers.bin"
  python3 models/sprites/gates.py "$2"
  $ts models/sprites/build.ts
fi
