# Eight minutes: the published Snapdragon Flight (Eagle, 8074), a quad-core 32-bit ARMv7 flight board.
#
# Assumes four slow cores that are switched off and on with the load, no JIT-friendly heap to spare, and flash storage:
# longer warm-up, a small heap, mapped files on the data partition (name it with --mmap-dir if results lie elsewhere).

--rounds 6
--cpus auto

-wi 2 -w 3s
-i 3 -r 1s
-jvmArgsAppend -Xmx128m

RoundTrip OneWay Paired
