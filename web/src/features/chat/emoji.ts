/** Emoji to choose from: plain Unicode, those people in China and elsewhere use most, first the faces. */
export const EMOJI: readonly string[] = Array.from(
  new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(
    '😀😄😁😆😅😂🤣😊🙂😉😍🥰😘😋😜🤪🤗🤭🤫🤔🙄😏😌😴😪🤤😷🤒🥵🥶😎🤓😕😟😮😲😳🥺😢😭😱😤😡🤯😇🥳👋👌✌️🤞👍👎👏🙌🙏💪🤝👀❤️💔✨🔥🎉🎈🎁🌹🌸🌞🌙⭐☔❄️🍵☕🍺🍻🥂🍚🍜🥟🍰🍊🍎🍉🐱🐶🐼🐰🐟🏠🚗✈️🚄📷🎵📚💡✅❌❓❗💯💤🧧🏮🎊🀄',
  ),
  (one) => one.segment,
)
