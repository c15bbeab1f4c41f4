# 8 min: shmem against mmap on a 32-bit ARM board
#
# The published board is the Snapdragon Flight (Eagle, 8074), a quad-core ARMv7. Its slow cores are switched off and on with the
# load, and it has little memory: so warm-up is longer and the heap is small. If results lie elsewhere, name the data partition with --mmap-dir.

--rounds 6
--cpus auto

-wi 2 -w 3s
-i 3 -r 1s
-jvmArgsAppend -Xmx128m

RoundTrip OneWay Paired
