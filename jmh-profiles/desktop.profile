# Two and a half minutes: shmem against mmap on a desktop or laptop, as published, and in pairs.
#
# Assumes a machine with two cores or more that share a last-level cache, a disk file system under the result directory,
# and nobody else working hard. Messages of 64 bytes through all four transports, and shmem and mmap in turn in one fork and
# one peer, for what single runs cannot tell apart.

# Six pairs of processes for each cell, in shuffled rounds: the fewest that give a 95 % interval whatever the machine does.
--rounds 6
--cpus auto

# Warm-up goes on until the compilers are quiet; a second then is ten thousand round trips or more.
-wi 1 -w 500ms
-i 1 -r 1s

RoundTrip OneWay Paired
