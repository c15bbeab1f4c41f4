package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code run.sh} itself: the directories where it works, and its messages if something is missing. */
class RunShIT extends RealRuns {
    @Test
    void worksThroughASymbolicLinkWithSpacesInItsPath() throws IOException {
        Path folder = Files.createDirectories(work.resolve("a folder"));
        Path link = Files.createSymbolicLink(folder.resolve("my link"), Harness.HOME.resolve("run.sh"));
        Harness.Finished run = harness.run(link, "list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("sysv/spin");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aLocaleWithoutMicroSignsChangesNothing() {
        Harness.Finished run = harness.finish(
                harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "list"), Map.of("LC_ALL", "C")));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("spins for 20 µs");
    }

    @Test
    void worksBesideAReadyMadeJarWithoutSources() throws IOException {
        Path folder = Files.createDirectories(work.resolve("only the jar"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), folder.resolve("run.sh"));
        Files.copy(Harness.JAR, folder.resolve("ipc-roundtrip.jar"));
        Harness.Finished run = harness.run(runSh, "help");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("desktop");
        Harness.Finished test = harness.run(runSh, "test");
        assertThat(test.exitCode()).isEqualTo(2);
        assertThat(test.err()).isEqualTo("ipc-roundtrip: test needs the sources, and here is only the jar\n");
    }

    @Test
    void reportsThatSourcesAndJarAreMissing() throws IOException {
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), work.resolve("run.sh"));
        Harness.Finished run = harness.run(runSh, "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("neither pom.xml nor ipc-roundtrip.jar stands beside");
    }

    @Test
    void namesTheCommandThatInstallsJavaForEachPackageManager() throws IOException {
        Map<String, String> commands = Map.of("apt-get", "apt-get install -y openjdk-17-jdk-headless",
                "dnf", "dnf install -y java-21-openjdk-devel", "apk", "apk add openjdk-17 openjdk-17-default-jvm");
        for (Map.Entry<String, String> manager : commands.entrySet()) {
            Harness.Finished run = withOnly(manager.getKey());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("Java 17 or newer (a JDK) is missing; this installs it: ").contains(manager.getValue())
                    .contains("run that command, or say --yes and it is run for you");
        }
    }

    @Test
    void anOlderJavaIsNotEnough() throws IOException {
        Path tools = tools("apt-get");
        script(tools.resolve("java"), "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2");
        Harness.Finished run = run(tools, "linux-gnu");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).matches("ipc-roundtrip: Java 17 or newer \\(a JDK\\) is missing, for " + tools.resolve("java")
                + " is 11\\.0\\.20; this installs it: (sudo )?apt-get install -y openjdk-17-jdk-headless; run that command, or say"
                + " --yes and it is run for you\n");
    }

    @Test
    void aJvmThatCannotStartSaysWhyInOneLine() {
        String runSh = Harness.HOME.resolve("run.sh").toString();
        for (String[] each : new String[][] {
            {"JAVA_TOOL_OPTIONS", "-javaagent:/no.jar", "Error opening zip file or JAR manifest missing : /no.jar"},
            {"JAVA_TOOL_OPTIONS", "-XX:+UseG1GC", "Multiple garbage collectors selected"},
            {"JDK_JAVA_OPTIONS", "-XX:+Nope", "Unrecognized VM option 'Nope'"},
            {"_JAVA_OPTIONS", "-Xmx1", "Too small maximum heap"}}) {
            Harness.Finished run = harness.finish(harness.start(List.of(runSh, "list"), Map.of(each[0], each[1])));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("ipc-roundtrip: Java does not start with ", each[0] + "=" + each[1], ": " + each[2])
                    .hasLineCount(1);
        }
        Harness.Finished limited = harness.finish(harness.start(List.of("bash", "-c", "ulimit -v 500000; '" + runSh + "' list"),
                Map.of()));
        assertThat(limited.exitCode()).isEqualTo(2);
        assertThat(limited.err()).startsWith("ipc-roundtrip: Java does not start with").contains("ulimit -v 500000: ")
                .hasLineCount(1);
        Harness.Finished gone = harness.finish(harness.start(List.of("bash", "-c", "mkdir gone; cd gone; rmdir ../gone; '" + runSh
                + "' list"), Map.of()));
        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err()).endsWith("ipc-roundtrip: the working directory is not there any more; change to another one\n");
    }

    @Test
    void shAndADirectoryThatCannotBeReadWill() throws IOException {
        String runSh = Harness.HOME.resolve("run.sh").toString();
        Harness.Finished bySh = harness.finish(harness.start(List.of("sh", runSh, "--version"), Map.of()));
        assertThat(bySh.exitCode()).as(bySh.err()).isZero();
        assertThat(bySh.out()).startsWith("ipc-roundtrip ");
        Harness.Finished unreadable = harness.finish(harness.start(List.of("bash", "-c",
                "mkdir closed && cd closed && chmod 0 . && '" + runSh + "' --version"), Map.of()));
        assertThat(unreadable.exitCode()).as(unreadable.err()).isZero();
    }

    @Test
    void aPathThatJavaCannotHoldIsRefused() throws IOException {
        for (String name : List.of("a:b", "\ud842\udfb7\u91ce\u5bb6")) {
            Path runSh = Files.copy(Harness.HOME.resolve("run.sh"),
                    Files.createDirectories(work.resolve(name)).resolve("run.sh"));
            Harness.Finished run = harness.finish(harness.start(List.of(runSh.toString(), "list"), Map.of()));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).isEqualTo("ipc-roundtrip: Java finds no program below " + runSh.getParent()
                    + ", because of a colon or a rare letter in the path; move the project\n");
        }
    }

    /** Another Java than the one that was named would be measured without a word. */
    @Test
    void aJavaThatIsNamedAndWillNotDoIsRefused() throws IOException {
        Path named = Files.createDirectories(work.resolve("jdk 11"));
        Harness.Finished none = harness.finish(
                harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "list"), Map.of("JAVA_HOME", named.toString())));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("ipc-roundtrip: Java 17 or newer (a JDK) is needed, but JAVA_HOME=" + named
                + " holds none; name one by JAVA_HOME, or unset it\n");
        Files.createDirectory(named.resolve("bin"));
        script(named.resolve("bin/java"), "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2");
        Harness.Finished old = harness.finish(
                harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "list"), Map.of("JAVA_HOME", named.toString())));
        assertThat(old.exitCode()).isEqualTo(2);
        assertThat(old.err()).contains(" is needed, but " + named.resolve("bin/java") + " is 11.0.20; ").hasLineCount(1);
    }

    @Test
    void aRuntimeIsNotEnoughToBuild() throws IOException {
        Path project = Files.createDirectories(work.resolve("unbuilt"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), project.resolve("run.sh"));
        Files.writeString(project.resolve("pom.xml"), "<project>");
        Path tools = tools("apt-get");
        script(tools.resolve("java"), "echo 'openjdk version \"21.0.1\" 2023-10-17' >&2");
        Harness.Finished run = harness
                .finish(harness.start(List.of(runSh.toString(), "list"), Map.of("PATH", tools.toString(), "JAVA_HOME", "")));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Java 17 or newer (a JDK) is missing, for " + tools.resolve("java")
                + " is 21.0.1 without a compiler; ");
    }

    /** The classes of src/main/java22 are in a jar only if a JDK from 22 up built it. */
    @Test
    void aJarOfAnEarlierJdkIsBuiltAgainWhereThatIsPossible() throws IOException {
        Path project = Files.createDirectories(work.resolve("earlier"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), project.resolve("run.sh"));
        Files.writeString(project.resolve("pom.xml"), "<project>");
        for (String folder : List.of("src/main", "analysis/src/main", "jmh-profiles", "target")) {
            Files.createDirectories(project.resolve(folder));
        }
        Path jar = Files.writeString(project.resolve("target/ipc-roundtrip.jar"), "of an earlier JDK");
        Path tools = tools("apt-get");
        for (String tool : List.of("grep", "rm", "rmdir")) {
            script(tools.resolve(tool), "exec /bin/" + tool + " \"$@\"");
        }
        script(tools.resolve("javac"), "exit 0");
        script(tools.resolve("java"),
                "case \" $* \" in *\" -jar \"*) ;; *) echo 'openjdk version \"25.0.1\" 2025-10-21' >&2; exit ;; esac\n"
                        + "echo started; rmdir \"${TMPDIR:-/tmp}\"/ipc-roundtrip-*");
        Map<String, String> environment = Map.of("PATH", tools.toString(), "JAVA_HOME", "");
        Harness.Finished withoutMaven = harness.finish(harness.start(List.of(runSh.toString(), "list"), environment));
        assertThat(withoutMaven.exitCode()).as(withoutMaven.err()).isZero();
        assertThat(withoutMaven.out()).isEqualTo("started\n");
        assertThat(withoutMaven.err()).isEmpty();

        script(tools.resolve("mvn"), "echo META-INF/versions/22/ipc/ > '" + jar + "'");
        for (String said : List.of("building; this happens only once", "")) {
            Harness.Finished run = harness.finish(harness.start(List.of(runSh.toString(), "list"), environment));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("started\n");
            assertThat(run.err()).contains(said).hasLineCount(said.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void aSystemWithoutTheGnuLibraryIsNotSupported() throws IOException {
        Path tools = tools("apk");
        assertThat(run(tools, "linux-musl").err())
                .isEqualTo("ipc-roundtrip: the GNU C library is needed, and this system's is musl\n");
    }

    @Test
    void aConfirmedInstallationIsCarriedOut() throws IOException {
        Path tools = tools("apt-get");
        script(tools.resolve("apt-get"), "echo \"$@\" >> '" + work.resolve("installed") + "'");
        Harness.Finished run = run(tools, "linux-gnu", "--yes");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(Files.readAllLines(work.resolve("installed"))).containsExactly("update", "install -y openjdk-17-jdk-headless");
        assertThat(run.err()).contains("no java of version 17 or newer is on the PATH");
    }

    @Test
    void anotherSystemIsNotSupported() throws IOException {
        Path tools = tools("apt-get");
        assertThat(run(tools, "plan9").err()).isEqualTo("ipc-roundtrip: Linux is the supported system, and this is plan9\n");
    }

    @Test
    void aFailedBuildShowsItsLog() throws IOException {
        Path project = Files.createDirectories(work.resolve("broken"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), project.resolve("run.sh"));
        Files.writeString(project.resolve("pom.xml"), "<project>");
        Harness.Finished run = harness.run(runSh, "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Non-readable POM", "the build failed; the whole log is");
    }

    @Test
    void checksOfTheWholeCodeRunWithAllTestsOnly() throws IOException {
        assertThat(mavensArguments("test")).startsWith("-B --strict-checksums -f ").contains(" clean verify -Donce");
        assertThat(mavensArguments("test", "-Dtest=PlanTest")).contains(" clean verify -Dtest=PlanTest").doesNotContain("-Donce");
    }

    @Test
    void faultsAreTestedOnEveryJdkThatTestsAreRunOn() throws IOException {
        String asked = " clean verify -DexcludedGroups= -Dgroups=faults | faults-always -Dsurefire.failIfNoSpecifiedTests=false";
        assertThat(mavensArguments("test", "--faults")).endsWith(asked + "\n").hasLineCount(1);
        assertThat(mavensArguments("test", "--faults", "-Dtest=PlanTest")).endsWith(asked + " -Dtest=PlanTest\n");

        List<String> onAll = mavensArguments(Map.of("CI", "true"), "test").lines().toList();
        List<String> faultsOnAll = mavensArguments(Map.of("CI", "true"), "test", "--faults").lines().toList();
        assertThat(faultsOnAll).hasSameSizeAs(onAll);
        assertThat(onAll.subList(1, onAll.size())).allMatch(line -> line.endsWith(" -DexcludedGroups=once | faults"));
        assertThat(faultsOnAll.subList(1, onAll.size()))
                .allMatch(line -> line.contains(" -DexcludedGroups=once -Dgroups=faults | faults-always "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theLastLineSaysWhichProgramsWereMissingForSkippedTests(int mavensExitCode) throws IOException {
        Path project = unbuilt();
        script(project.resolve("mvn"), "mkdir -p '" + project + "/target/surefire-reports' '" + project
                + "/target/failsafe-reports' && cd '" + project + "/target' && "
                + "printf '%s\\n' '<skipped><![CDATA[Assumption failed: zsh is missing' '<skipped><![CDATA[Assumption failed: no huge"
                + " pages' > surefire-reports/TEST-a.xml; printf '%s\\n' '<skipped><![CDATA[Assumption failed: tmux is missing'"
                + " '<skipped><![CDATA[Assumption failed: tmux is missing' > failsafe-reports/TEST-b.xml; exit "
                + mavensExitCode);
        Harness.Finished run = test(project, Map.of(), "test");
        assertThat(run.exitCode()).isEqualTo(mavensExitCode);
        assertThat(run.err()).endsWith("ipc-roundtrip: skipped tests: 4; of these, 3 need missing programs: tmux zsh\n");
    }

    private String mavensArguments(String... arguments) throws IOException {
        return mavensArguments(Map.of(), arguments);
    }

    /** The arguments that {@code run.sh} gives to Maven in a project that is not built yet. */
    private String mavensArguments(Map<String, String> environment, String... arguments) throws IOException {
        Path project = unbuilt();
        Path asked = project.resolve("asked");
        script(project.resolve("mvn"), "echo \"$@\" >> '" + asked + "'");
        test(project, environment, arguments);
        return Files.readString(asked);
    }

    /** A project that is not built yet. */
    private Path unbuilt() throws IOException {
        Path project = Files.createDirectories(work.resolve("project" + System.nanoTime()));
        Files.copy(Harness.HOME.resolve("run.sh"), project.resolve("run.sh"));
        Files.copy(Harness.HOME.resolve("checks/test.sh"), Files.createDirectories(project.resolve("checks")).resolve("test.sh"));
        Files.writeString(project.resolve("pom.xml"), "<project>");
        return project;
    }

    /** Runs the project's run.sh with the project's Maven. */
    private Harness.Finished test(Path project, Map<String, String> environment, String... arguments) throws IOException {
        // CI installs the programs that some tests need.
        for (String installer : List.of("sudo", "apt-get", "dnf", "apk")) {
            script(project.resolve(installer), "exit 0");
        }
        List<String> command = new ArrayList<>(List.of(project.resolve("run.sh").toString()));
        command.addAll(List.of(arguments));
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("PATH", project + ":" + System.getenv("PATH"));
        return harness.finish(harness.start(command, whole));
    }

    /** Fails for root too, as on a read-only medium. */
    @Test
    void anUnwritableTargetIsReportedInOneLine() throws IOException {
        Path project = Files.createDirectories(work.resolve("unwritable"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), project.resolve("run.sh"));
        Files.writeString(project.resolve("pom.xml"), "<project>");
        Files.writeString(project.resolve("target"), "");
        Harness.Finished run = harness.run(runSh, "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("ipc-roundtrip: the jar is not there or older than its sources, and "
                + project.resolve("target") + " cannot be written; copy the project to where you may\n");
    }

    private Harness.Finished withOnly(String packageManager) throws IOException {
        return run(tools(packageManager), "linux-gnu");
    }

    /** @param system the name that bash has for it */
    private Harness.Finished run(Path tools, String system, String... options) {
        List<String> command = new ArrayList<>(List.of(Harness.HOME.resolve("run.sh").toString(), "list"));
        command.addAll(List.of(options));
        return harness.finish(harness.start(command, Map.of("PATH", tools.toString(), "JAVA_HOME", "", "OSTYPE", system)));
    }

    /** A PATH with the tools of every system, one package manager that does nothing, and no Java. */
    private Path tools(String packageManager) throws IOException {
        Path tools = Files.createDirectories(work.resolve("bin-" + packageManager + System.nanoTime()));
        for (String tool : List.of("bash", "env", "dirname", "readlink", "id", "find", "cat", "mkdir")) {
            Path real = List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream().filter(Files::exists).findFirst()
                    .orElseThrow();
            script(tools.resolve(tool), "exec " + real + " \"$@\"");
        }
        script(tools.resolve(packageManager), "exit 0");
        script(tools.resolve("sudo"), "exec \"$@\"");
        return tools;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
