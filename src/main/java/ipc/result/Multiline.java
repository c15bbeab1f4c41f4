package ipc.result;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks a text that keeps its line breaks. Only its first line is printed in a table. */
@JacksonAnnotation
@Retention(RetentionPolicy.RUNTIME)
@interface Multiline {
}
