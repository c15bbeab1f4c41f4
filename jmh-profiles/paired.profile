# Two transports in turn, in one fork and one peer: ./run.sh paired sysv/spin mmap/spin
#
# Assumes no more than two CPUs for a while: what the machine does meanwhile, it does to both. Both transports are made anew
# twenty times in each iteration, ten times where messages are paced.

--rounds 3
--cpus auto

-wi 1 -w 500ms
-i 2 -r 2s

Paired[.]
