package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The same input gives the same decisions in every JVM: code that decides makes no collection whose
 * order depends on a hash, and reads neither a clock nor a source of randomness of its own.
 *
 * <p>Records with an enum have another hash in each JVM; {@code Set.of}, {@code Set.copyOf} and
 * their kin are salted. Byte code does not show who iterates, so the rule is about making them;
 * classes that use them for look-ups only are listed with what they look up. {@code ModelTest}
 * compares whole lives in two JVMs.
 */
class DeterminismTest {

  private static final List<String> DECIDING =
      List.of(
          "broker.paper.engine",
          "broker.paper.tape",
          "watch.rules",
          "execution.model",
          "execution.ledger",
          "execution.risk",
          "execution.decisions",
          "replay",
          "supervision.wishes",
          "session.schedule",
          "session.forecast");

  /** Sets and maps by hash. {@code Set.of} and {@code Map.of} serve constants and empty ones. */
  private static final Pattern BY_HASH =
      Pattern.compile(
          "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)\\.<init>.*"
              + "|java\\.util\\.concurrent\\.ConcurrentHashMap\\.(<init>|newKeySet).*"
              + "|java\\.util\\.(Set|Map)\\.copyOf.*"
              + "|java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap)\\(.*|java\\.util\\.stream\\.Collectors\\.toMap\\([^,]*,"
              + " [^,]*(, [^,]*)?\\)|java\\.util\\.stream\\.Collectors\\.groupingBy\\([^,]*(,"
              + " [^,]*)?\\)|org\\.pcollections\\.(HashTreePMap|HashTreePSet|IntTreePMap)\\..*");

  /** Classes that make such a collection and never iterate over it. */
  private static final Set<String> LOOK_UPS_ONLY =
      Set.of(
          "broker.paper.engine.OpenOrders", // reservation and replacement of an order
          "broker.paper.engine.OrdersByAge", // order by id
          "broker.paper.tape.BarPaths", // length of a bar by symbol
          "broker.paper.tape.TapeLayout", // whether a column's name is there twice
          "broker.paper.tape.TapeOrder", // latest time by symbol
          "broker.paper.tape.TapeRows", // column by name
          "execution.ledger.OpenChains", // orders of a chain
          "execution.ledger.OrderIndex", // order by id
          "execution.ledger.SymbolOrders", // order by id
          "execution.decisions.CancelSteps", // whether an id was requested or answered
          "execution.decisions.DuplicateOrderRule", // whether an order is one of a pair
          "execution.decisions.FillHistory", // order by id
          "execution.decisions.IntentLookups", // lookup by client order id
          "execution.decisions.OrderTask$CancelAgain", // as OrderTask$CancelSlots
          "execution.decisions.OrderTask$CancelSlots", // whether a slot is selected
          "execution.decisions.OwedCancels", // as OrderTask$CancelSlots
          "execution.decisions.TaskState$CancellingSeveral", // as CancelSteps
          "execution.model.OtherStarts", // start by its tag
          "session.forecast.PriceTable", // field by name
          "session.schedule.Schedule$Pass", // whether an asset class is in the pass
          "watch.rules.EntryParameters"); // minimum by name of the symbol

  private static final Pattern OWN_SOURCE =
      Pattern.compile(
          "java\\.time\\.(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\(.*"
              + "|java\\.time\\.(Clock|InstantSource)\\.system.*"
              + "|java\\.lang\\.System\\.(nanoTime|currentTimeMillis|identityHashCode).*"
              + "|java\\.lang\\.(Math|StrictMath)\\.random.*"
              + "|java\\.util\\.Random\\..*"
              + "|java\\.util\\.UUID\\.randomUUID.*"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
              + "|java\\.security\\.SecureRandom\\..*");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(DECIDING.stream().map(room -> "dev.maxdiff." + room).toList());

  @Test
  void codeThatDecidesMakesNoCollectionInTheOrderOfAHash() {
    assertThat(users(BY_HASH)).isEqualTo(new TreeSet<>(LOOK_UPS_ONLY));
  }

  @Test
  void codeThatDecidesReadsNoClockAndDrawsNoRandomNumber() {
    assertThat(users(OWN_SOURCE)).isEmpty();
  }

  private static Set<String> users(Pattern target) {
    return CLASSES.stream()
        .filter(type -> uses(type, target))
        .map(type -> type.getName().substring("dev.maxdiff.".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean uses(JavaClass type, Pattern target) {
    return type.getAccessesFromSelf().stream()
        .map(JavaAccess::getTarget)
        .anyMatch(used -> target.matcher(used.getFullName()).matches());
  }
}
