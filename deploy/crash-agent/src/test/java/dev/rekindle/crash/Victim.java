package dev.rekindle.crash;

/** A program that says three things. */
public final class Victim {

  interface Text {}

  record Loud() implements Text {}

  record Quiet() implements Text {}

  record Saying(Text text, String words) {}

  public static void main(String[] args) {
    say(new Saying(new Quiet(), "quiet"));
    say(new Saying(new Loud(), "loud"));
    say(new Saying(new Quiet(), "quiet"));
    System.out.println("end");
  }

  private static void say(Saying saying) {
    System.out.println(saying.words());
  }
}
