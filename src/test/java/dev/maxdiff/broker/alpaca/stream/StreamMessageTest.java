package dev.maxdiff.broker.alpaca.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of the trading websocket, and the pauses before a reconnect. */
class StreamMessageTest {

  @Test
  void saysWhoWeAreAndWhatWeWant() {
    assertThat(StreamMessage.authenticate(new ApiKeys("me", "\"quoted\"")))
        .isEqualTo("{\"action\":\"auth\",\"key\":\"me\",\"secret\":\"\\\"quoted\\\"\"}");
    assertThat(StreamMessage.listen())
        .isEqualTo("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}");
  }

  @Test
  void readsTheAnswersToBoth() throws IOException {
    assertThat(
            read("'stream':'authorization','data':{'status':'authorized','action':'authenticate'}"))
        .isEqualTo(new StreamMessage.Authorized());
    assertThat(read("'stream':'authorization','data':{'status':'unauthorized','action':'listen'}"))
        .isEqualTo(new StreamMessage.Unauthorized());
    assertThat(read("'stream':'listening','data':{'streams':['other','trade_updates']}"))
        .isEqualTo(new StreamMessage.Listening(true));
    assertThat(read("'stream':'listening','data':{'streams':[]}"))
        .isEqualTo(new StreamMessage.Listening(false));
    assertThat(read("'action':'error','data':{'error_message':'internal'}"))
        .isEqualTo(new StreamMessage.Failed("internal"));
  }

  @Test
  void readsOfAnUpdateWhoseOrderChangedAndHow() throws IOException {
    String data =
        "{'event':'partial_fill','qty':'1','order':"
            + "{'client_order_id':'mdx-1','symbol':'BTC/USD','legs':null,'new':[{}]}}";

    assertThat(read("'stream':'trade_updates','data':" + data))
        .isEqualTo(
            new StreamMessage.Updated(
                new TradeStream.Update(
                    new Symbol("BTCUSD"),
                    "mdx-1",
                    "partial_fill",
                    JsonText.parse(data.replace('\'', '"')))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'stream':'account_updates','data':{}",
        "'stream':'trade_updates','data':{'event':'fill','order':{'client_order_id':'x','symbol':''}}",
      })
  void passesOverWhatNoWatcherTrades(String text) throws IOException {
    assertThat(read(text)).isEqualTo(new StreamMessage.Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'stream':'trade_updates','data':{'order':{'client_order_id':'x','symbol':'AAPL'}}",
        "'stream':'trade_updates','data':{'event':'fill','order':{'symbol':'AAPL'}}",
        "'stream':'trade_updates','data':{'event':'fill'}",
        "'stream':'trade_updates'",
        "'stream':'authorization','data':{}",
        "'stream':7",
        "'other':1",
      })
  void refusesAMessageThatDoesNotSayWhatItIsAbout(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my-key my-secret", "{\"my-secret\":", "{} {}", "[\"my-secret\"]"})
  void whatIsNoMessageIsNotRepeated(String text) {
    assertThatThrownBy(() -> StreamMessage.read(text))
        .isInstanceOfAny(IOException.class, InvalidValueException.class)
        .hasMessageNotContaining("my-")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "1,0.5,1000",
    "2,0.5,2000",
    "6,0.5,32000",
    "7,0.5,60000",
    "1000,0.5,60000",
    "1,0,1000",
    "1,1,1200",
    "3,0,3200",
    "3,1,4800",
    "40,0,48000",
    "40,1,60000",
  })
  void pausesDoubleFromASecondToAMinute(int failures, double chance, long millis) {
    TradeStreamSettings pace =
        new TradeStreamSettings(
            Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(30));

    assertThat(pace.pause(failures, chance).toMillis()).isEqualTo(millis);
  }

  @Test
  void paceIsChecked() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new TradeStreamSettings(Duration.ZERO, second, second))
        .hasMessage("maxdiff.alpaca.stream-first-pause: PT0S (expected: > 0)");
    assertThatThrownBy(() -> new TradeStreamSettings(second, Duration.ofMillis(1), second))
        .hasMessage(
            "maxdiff.alpaca.stream-longest-pause: PT0.001S (expected: >= stream-first-pause PT1S)");
    assertThatThrownBy(() -> new TradeStreamSettings(second, second, Duration.ZERO))
        .hasMessageStartingWith("maxdiff.alpaca.stream-silence");
  }

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(TradeStreamSettings.from(ConfigFactory.defaultReference()))
        .isEqualTo(
            new TradeStreamSettings(
                Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(30)));
  }

  private static StreamMessage read(String inner) throws IOException {
    return StreamMessage.read("{" + inner.replace('\'', '"') + "}");
  }
}
