package dev.maxdiff.state.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests that every engine of the journal must pass. A subclass per engine breaks the journal in
 * the engine's own way. Events are appended by Akka's plugin, as in the runtime.
 */
abstract class JournalStoreContract {

  /** An event whose name the readers of these tests know. */
  record Said(String word) implements JsonSerializable {}

  /** An event of another program. */
  record Unsaid(String word) implements JsonSerializable {}

  private static final StoredNames NAMES =
      StoredNames.of(new StoredNames.Entry("test.said", Said.class.getName(), Said.class));

  private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

  @TempDir Path root;

  private JournalStore store;

  /** Stores a format in the way of a newer or an older program. */
  abstract void writeFormat(StateDirectory directory, int format) throws Exception;

  /** Removes the events, but not the knowledge that there was a journal. */
  abstract void lose(StateDirectory directory) throws Exception;

  /** Makes the events unreadable. */
  abstract void damage(StateDirectory directory) throws Exception;

  /** Opens the journal as another process does. */
  abstract AutoCloseable openElsewhere(StateDirectory directory) throws Exception;

  @BeforeEach
  void open() {
    store = store();
  }

  private JournalStore store() {
    return JournalStore.of(directory(), StateFixture.settings(root));
  }

  private StateDirectory directory() {
    return StateDirectory.open(root, Venue.EMBEDDED, "");
  }

  @Test
  void thereIsAJournalFromTheFirstPreparationOn() {
    Instant before = Instant.now();
    assertThat(store.exists()).isFalse();
    assertThat(store.madeAt()).isEmpty();
    store.requireReadable();

    store.prepare();

    Instant made = store.madeAt().orElseThrow();
    assertThat(made).isBetween(before, Instant.now());
    assertThat(store.exists()).isTrue();
    store.prepare();
    assertThat(store().madeAt()).contains(made);
    assertThat(read("", 0)).isEmpty();
  }

  @Test
  void p6EventsAreReadInTheOrderOfTheirWritesAndRecovered() {
    store.prepare();
    append("One|A", "a1");
    append("Two|B", "b1", "b2");
    append("Other|C", "c1");
    store.prepare();
    append("One|A", "a2");

    List<StoredEvent> both = new ArrayList<>();
    reader().events("One|", "Two|", 0, both::add);

    assertThat(words(both)).containsExactly("a1", "b1", "b2", "a2");
    assertThat(both).extracting(StoredEvent::persistenceId).contains("One|A", "Two|B");
    assertThat(both).extracting(StoredEvent::sequenceNumber).containsExactly(1L, 1L, 2L, 2L);
    assertThat(both).isSortedAccordingTo((a, b) -> Long.compare(a.ordering(), b.ordering()));
    assertThat(words(read("One|", 0))).containsExactly("a1", "a2");
    assertThat(words(read("One|", both.get(0).ordering()))).containsExactly("a2");
    assertThat(append("Two|B")).containsExactly("b1", "b2");
  }

  @Test
  void eventsAreReadWhileThePluginIsOpen() {
    store.prepare();
    try (Plugin plugin = new Plugin()) {
      ActorRef<Say> actor = plugin.spawn("One|A");
      plugin.say(actor, new Said("now"));

      assertThat(words(read("One|", 0))).containsExactly("now");
      assertThat(store.madeAt()).isPresent();
    }
  }

  @Test
  void anUnknownNameIsTheCallersDecision() {
    store.prepare();
    try (Plugin plugin = new Plugin()) {
      ActorRef<Say> actor = plugin.spawn("One|A");
      plugin.say(actor, new Unsaid("secret"));
      plugin.say(actor, new Said("plain"));
    }

    List<StoredEvent> events = read("One|", 0);

    assertThat(events).hasSize(2);
    assertThat(events.get(0).isA(Object.class)).isFalse();
    assertThat(events.get(0).name()).startsWith(Unsaid.class.getName());
    assertThat(events.get(1).isA(Said.class)).isTrue();
  }

  @Test
  void aNewerFormatIsRefusedAndLeft() throws Exception {
    store.prepare();
    append("One|A", "a1");
    writeFormat(directory(), JournalStore.FORMAT + 1);

    assertThatThrownBy(store::prepare).satisfies(JournalStoreContract::asksForTheNewerProgram);
    assertThatThrownBy(store::madeAt).satisfies(JournalStoreContract::asksForTheNewerProgram);
    assertThatThrownBy(store::requireReadable)
        .satisfies(JournalStoreContract::asksForTheNewerProgram);
    assertThatThrownBy(() -> read("One|", 0))
        .satisfies(JournalStoreContract::asksForTheNewerProgram);
    assertThatThrownBy(() -> store.deleteEvents("One|A", 1, LATER))
        .satisfies(JournalStoreContract::asksForTheNewerProgram);
    writeFormat(directory(), JournalStore.FORMAT);
    assertThat(words(read("One|", 0))).containsExactly("a1");
  }

  @Test
  void anOlderFormatIsRaisedByTheStartOnly() throws Exception {
    store.prepare();
    append("One|A", "a1");
    writeFormat(directory(), 1);

    assertThat(words(read("One|", 0))).containsExactly("a1");
    store.prepare();
    assertThat(words(read("One|", 0))).containsExactly("a1");
  }

  @Test
  void p6ALostJournalIsNeverReplacedByAnEmptyOne() throws Exception {
    store.prepare();
    append("One|A", "a1");
    lose(directory());

    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(store::prepare).satisfies(JournalStoreContract::advises);
    }
    assertThat(store.lostEvents("a file knows of 7"))
        .satisfies(JournalStoreContract::advises)
        .hasMessageContaining("a file knows of 7");
  }

  @Test
  void p6ADamagedJournalIsRefusedAtTheStartAndByTheReader() throws Exception {
    store.prepare();
    append("One|A", "a1");
    damage(directory());

    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(store::prepare).satisfies(JournalStoreContract::advises);
      assertThatThrownBy(() -> read("One|", 0)).satisfies(JournalStoreContract::advises);
    }
  }

  @Test
  void p8AJournalOfAnotherProcessIsRefusedAsOwned() throws Exception {
    store.prepare();
    try (AutoCloseable other = openElsewhere(directory())) {
      assertThat(other).isNotNull();
      assertThatThrownBy(store::prepare).isInstanceOf(OwnedElsewhereException.class);
      assertThatThrownBy(() -> read("One|", 0)).isInstanceOf(OwnedElsewhereException.class);
      assertThat(store.exists()).isTrue();
    }
    store.prepare();
  }

  @Test
  void onlyTheOldestEventsOfOneIdAreDeleted() {
    store.prepare();
    append("One|A", "a1", "a2", "a3", "a4");
    append("One|B", "b1", "b2");

    assertThat(store.deleteEvents("One|A", 4, Instant.EPOCH)).as("too young").isZero();
    assertThat(store.deleteEvents("One|A", 2, LATER)).isEqualTo(2);
    assertThat(store.deleteEvents("One|A", 2, LATER)).as("again").isZero();
    assertThat(store.deleteEvents("One|C", 2, LATER)).as("never written").isZero();

    assertThat(words(read("One|", 0))).containsExactly("a3", "a4", "b1", "b2");
  }

  @Test
  void p6AfterADeletionThePluginContinuesItsNumbers() {
    store.prepare();
    append("One|A", "a1", "a2", "a3");

    assertThat(store.deleteEvents("One|A", 99, LATER)).isEqualTo(2);
    append("One|A", "a4");

    assertThat(read("One|", 0)).extracting(StoredEvent::sequenceNumber).containsExactly(3L, 4L);
  }

  private static void asksForTheNewerProgram(Throwable refusal) {
    assertThat(refusal)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("start the newer program")
        .hasMessageNotContaining("backup")
        .hasMessageNotContaining("\n");
  }

  private static void advises(Throwable refusal) {
    assertThat(refusal)
        .isInstanceOf(StateException.class)
        .isNotInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("restore it from a backup")
        .hasMessageNotContaining("\n");
  }

  private JournalReader reader() {
    return store.reader(NAMES);
  }

  private List<StoredEvent> read(String prefix, long after) {
    List<StoredEvent> events = new ArrayList<>();
    reader().events(prefix, after, events::add);
    return events;
  }

  private static List<String> words(List<StoredEvent> events) {
    return events.stream().map(event -> event.payload().path("word").asText()).toList();
  }

  /** Appends in an actor system of its own, and returns the words that the actor recovered. */
  private List<String> append(String persistenceId, String... words) {
    try (Plugin plugin = new Plugin()) {
      ActorRef<Say> actor = plugin.spawn(persistenceId);
      List<String> recovered = plugin.say(actor, null);
      for (String word : words) {
        plugin.say(actor, new Said(word));
      }
      return recovered;
    }
  }

  /** Persists an event, or answers with the words so far. */
  private record Say(JsonSerializable event, ActorRef<List<String>> replyTo) {}

  /** An actor system on the plugin, and actors that remember the words they have persisted. */
  private final class Plugin implements AutoCloseable {

    private static final String JSON =
        "akka.actor.serialization-bindings { \"dev.maxdiff.domain.JsonSerializable\" = jackson-json }";

    private final ActorTestKit kit =
        ActorTestKit.create(
            store
                .pluginConfig()
                .withFallback(ConfigFactory.parseString(JSON))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    private final TestProbe<List<String>> answers = kit.createTestProbe();

    ActorRef<Say> spawn(String persistenceId) {
      return kit.spawn(new Speaker(PersistenceId.ofUniqueId(persistenceId)));
    }

    /** Returns the words of the actor, after it has persisted {@code event} unless that is null. */
    List<String> say(ActorRef<Say> actor, JsonSerializable event) {
      actor.tell(new Say(event, answers.ref()));
      return answers.receiveMessage();
    }

    @Override
    public void close() {
      kit.shutdownTestKit();
    }
  }

  private static final class Speaker
      extends EventSourcedBehavior<Say, JsonSerializable, List<String>> {

    Speaker(PersistenceId id) {
      super(id);
    }

    @Override
    public List<String> emptyState() {
      return List.of();
    }

    @Override
    public CommandHandler<Say, JsonSerializable, List<String>> commandHandler() {
      return newCommandHandlerBuilder().forAnyState().onCommand(Say.class, this::onSay).build();
    }

    private Effect<JsonSerializable, List<String>> onSay(Say say) {
      return say.event == null
          ? Effect().none().thenReply(say.replyTo, words -> words)
          : Effect().persist(say.event).thenReply(say.replyTo, words -> words);
    }

    @Override
    public EventHandler<List<String>, JsonSerializable> eventHandler() {
      return newEventHandlerBuilder()
          .forAnyState()
          .onEvent(Said.class, (words, said) -> plus(words, said.word))
          .onEvent(Unsaid.class, (words, unsaid) -> plus(words, unsaid.word))
          .build();
    }

    private static List<String> plus(List<String> words, String word) {
      return Stream.concat(words.stream(), Stream.of(word)).toList();
    }
  }
}
