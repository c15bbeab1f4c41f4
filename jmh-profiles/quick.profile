# 25 s: shmem against mmap, to see that it works
#
# Needs what desktop needs. One round shows nothing of how rounds differ.

--rounds 1
--cpus auto

-wi 2 -w 150ms
-i 1 -r 700ms

RoundTrip OneWay
