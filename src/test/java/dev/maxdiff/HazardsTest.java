package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the hazards lists every hazard, each with tests that exist. */
class HazardsTest {

  private static final int HAZARDS = 51;
  private static final Path PAGE = Path.of("src/site/markdown/hazards.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (H\\d\\d) \\|([^|]*)\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|$");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
  private static final List<String> DECISIONS = List.of("impossible", "fixed", "out of scope");

  private final List<MatchResult> rows = rows();
  private final Map<String, Path> classes = classes();

  @Test
  void everyHazardHasOneRow() {
    assertThat(rows)
        .extracting(row -> row.group(1))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, HAZARDS).mapToObj("H%02d"::formatted).toList());
  }

  @Test
  void everyRowHasADecisionWithItsReason() {
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.group(3).strip()).as(row.group(1)).isIn(DECISIONS);
              assertThat(row.group(4).strip()).as(row.group(1)).isNotEmpty();
            });
  }

  @Test
  void everyDecisionNamesTestsThatExist() throws IOException {
    for (MatchResult row : rows) {
      List<MatchResult> named = NAMED.matcher(row.group(5)).results().toList();
      boolean scoped = !row.group(3).strip().equals("out of scope");
      assertThat(named)
          .as("the tests of " + row.group(1))
          .hasSizeGreaterThanOrEqualTo(scoped ? 1 : 0);
      for (MatchResult test : named) {
        Path file = classes.get(test.group(1));
        assertThat(file).as(row.group(1) + ": the class " + test.group(1)).isNotNull();
        assertThat(Files.readString(file))
            .as(row.group(1) + ": " + test.group())
            .containsPattern("\\bvoid " + test.group(2) + "\\(");
      }
    }
  }

  private static List<MatchResult> rows() {
    try {
      return new ArrayList<>(ROW.matcher(Files.readString(PAGE)).results().toList());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, Path> classes() {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.getFileName().toString().equals("VectorRunner.java"))
          .filter(file -> !file.getFileName().toString().equals("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  Function.identity(),
                  (first, second) -> first));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
