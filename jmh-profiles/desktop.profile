# 4 min: shmem against mmap, as published
#
# Needs two cores that share a last-level cache, a disk file system under the result directory, and an otherwise idle machine.
# Messages have 64 bytes. The pairs run shmem and mmap in turn in one fork and one peer, which shows what single runs cannot.

# Six rounds are the fewest that give a 95 % interval.
--rounds 6
--cpus auto

# HotSpot compiles JMH's loop once more after the first iteration ends. Both may be short, because warm-up goes on before each
# measured iteration until nothing is compiled any more.
-wi 2 -w 300ms
-i 1 -r 1s

RoundTrip OneWay Paired
