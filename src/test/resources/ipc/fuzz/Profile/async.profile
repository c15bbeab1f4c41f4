# All of it
# note: a caveat
RoundTrip -p size=8,64 "-p" transport=sysv/spin -prof async:output=flamegraph,collapsed;direction=both;threads=true
--cpus 0,1 --seed 5 -bm avgt -tu us -r 100ms --add-delay 5
