package ipc.cli;

/** Which program this is. */
final class Version {
    private Version() {
    }

    /** Name and version, as the jar's manifest has it. */
    static String line() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "ipc-roundtrip " + (version == null ? "(not from a jar)" : version);
    }
}
