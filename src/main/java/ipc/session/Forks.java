package ipc.session;

import ipc.result.ResultDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;

/** The forks of a run. Between two of them, the lock of a run that began beside another one is taken. */
final class Forks implements RunLoop.Runner {
    private final CellRunner runner;
    private final AsyncProfiling profiling;
    private final JmhProfilers others;
    private final RunLock lock;
    private RunResult last;

    Forks(CellRunner runner, AsyncProfiling profiling, JmhProfilers others, RunLock lock) {
        this.runner = runner;
        this.profiling = profiling;
        this.others = others;
        this.lock = lock;
    }

    @Override
    public RunResult run(Cell cell, int warmupForks, IterationListener listener) throws CellRunner.CellFailedException {
        try {
            last = runner.run(cell, warmupForks, listener);
            return last;
        } finally {
            lock.tryAgain();
        }
    }

    @Override
    public Optional<String> disturbance() {
        return runner.disturbance();
    }

    @Override
    public List<String> collect(Cell cell, int round, RunWriter writer) throws IOException {
        List<String> files = new ArrayList<>(others.collect(cell, round, last, writer.directory().path()));
        profiling.collect(cell, round, writer.flameGraphDirectory())
                .forEach(name -> files.add(ResultDirectory.FLAME_GRAPHS + "/" + name));
        return files;
    }
}
