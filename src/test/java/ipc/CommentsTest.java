package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that everything public has a comment, that every component of a public record has its line in it, and that comments and
 * documents are in plain words ({@link PlainWords}). The compiler's doclint checks the form of Javadoc ({@code -Xdoclint} in
 * {@code pom.xml}).
 */
@Tag("once")
class CommentsTest {
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("analysis/src/main/java"),
            Path.of("src/main/java22"));

    /** Sentences that are inverted or long for a good reason. A rewritten sentence is better than one more line here. */
    private static final List<PlainWords.Justified> JUSTIFIED = List.of();

    @Test
    void everythingPublicHasAComment() throws IOException {
        assertThat(missing(sources())).isEmpty();
    }

    @Test
    void everySentenceIsPlainAndShort() throws IOException {
        List<PlainWords.Finding> findings = new ArrayList<>();
        List<Path> files = files();
        assertThat(files).map(Path::toString).contains("run.sh", "README.md", "CONTRIBUTING.md",
                "src/test/java/ipc/CommentsTest.java", "analysis/src/main/java/ipc/analysis/stats/RankSum.java")
                .anyMatch(file -> file.startsWith("docs/")).anyMatch(file -> file.endsWith(".js"))
                .anyMatch(file -> file.startsWith("bench/"))
                .anyMatch(file -> file.startsWith("checks/"));
        for (Path file : files) {
            findings.addAll(PlainWords.in(file.toString(), Files.readString(file)));
        }
        assertThat(PlainWords.complaints(findings, JUSTIFIED)).isEmpty();
    }

    /** Sources with comments, and documents. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("run.sh"), Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        for (Path root : List.of(Path.of("src"), Path.of("analysis"), Path.of("docs"), Path.of("bench"), Path.of("checks"))) {
            try (Stream<Path> tree = Files.walk(root)) {
                tree.filter(file -> file.getFileName().toString().matches(".*\\.(java|sh|js)")
                        || root.endsWith("docs") && file.toString().endsWith(".md")).forEach(files::add);
            }
        }
        return files;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> tree = Files.walk(root)) {
                tree.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static List<String> missing(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(sources));
            Search search = new Search(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                search.scan(unit, null);
            }
            return search.missing;
        }
    }

    /** Visits public types and their public members. */
    private static final class Search extends TreePathScanner<Void, Void> {
        private final DocTrees comments;
        private final List<String> missing = new ArrayList<>();

        Search(DocTrees comments) {
            this.comments = comments;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            require(type.getSimpleName().toString());
            if (type.getKind() == Tree.Kind.RECORD) {
                Set<String> described = described();
                type.getMembers().stream().filter(VariableTree.class::isInstance).map(VariableTree.class::cast)
                        .filter(each -> !each.getModifiers().getFlags().contains(Modifier.STATIC))
                        .map(each -> each.getName().toString()).filter(name -> !described.contains(name))
                        .forEach(name -> say(type.getSimpleName() + ": @param " + name));
            }
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            // The comment of the record says what its compact constructor refuses.
            if (isPublic(method.getModifiers()) && !has(method.getModifiers(), "Override") && !isCompact(method)) {
                require(method.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree variable, Void unused) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            // An enum constant may have its description as an argument.
            boolean saysIt = type.getKind() == Tree.Kind.ENUM && variable.getInitializer() instanceof NewClassTree made
                    && made.getArguments().stream().anyMatch(each -> each.getKind() == Tree.Kind.STRING_LITERAL
                            || each.getKind() == Tree.Kind.PLUS);
            boolean isComponent = type.getKind() == Tree.Kind.RECORD
                    && !variable.getModifiers().getFlags().contains(Modifier.STATIC);
            if (isPublic(variable.getModifiers()) && !saysIt && !isComponent) {
                require(variable.getName().toString());
            }
            return null;
        }

        @Override
        public Void visitBlock(BlockTree initializer, Void unused) {
            return null;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean impliedly = parent instanceof ClassTree type && type.getKind() == Tree.Kind.INTERFACE;
            return impliedly ? !modifiers.getFlags().contains(Modifier.PRIVATE)
                    : modifiers.getFlags().contains(Modifier.PUBLIC) || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private static boolean has(ModifiersTree modifiers, String annotation) {
            return modifiers.getAnnotations().stream().anyMatch(each -> each.getAnnotationType().toString().equals(annotation));
        }

        private boolean isCompact(MethodTree method) {
            TreePath type = getCurrentPath().getParentPath();
            return method.getName().contentEquals("<init>") && type.getLeaf().getKind() == Tree.Kind.RECORD;
        }

        private Set<String> described() {
            DocCommentTree comment = comments.getDocCommentTree(getCurrentPath());
            return comment == null ? Set.of() : comment.getBlockTags().stream()
                    .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
                    .map(tag -> ((ParamTree) tag).getName().getName().toString()).collect(Collectors.toSet());
        }

        private void require(String what) {
            String comment = comments.getDocComment(getCurrentPath());
            if (comment == null || comment.isBlank()) {
                say(what);
            }
        }

        private void say(String what) {
            missing.add(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + what);
        }
    }
}
