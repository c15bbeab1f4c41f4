package ipc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Describes the failure of a file operation in one line. */
public final class FileFailure {
    private FileFailure() {
    }

    /** The failure and its file, without the name of an exception. */
    public static String inWords(IOException e) {
        if (e instanceof EOFException) {
            return "it ends too early";
        }
        if (e instanceof NotDirectoryException file) {
            return file.getFile() + ": not a directory";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof NoSuchFileException none) {
            return none.getFile() + ": no such file or directory";
        }
        if (e instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + ": it exists already";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason() + " (" + failure.getFile() + ")" : e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
