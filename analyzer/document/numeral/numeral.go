// Package numeral writes the numbers of automatic lists as office programs show them.
package numeral

import (
	"strconv"
	"strings"
)

// The orders in which kana number.
const (
	gojuon = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
	iroha  = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
	stems  = "甲乙丙丁戊己庚辛壬癸"
	zodiac = "子丑寅卯辰巳午未申酉戌亥"
)

// Write writes n in a number format, named as WordprocessingML names it
// ("japaneseCounting"). A format that is not known is written in Arabic numerals, as
// office programs do.
func Write(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "bullet":
		return "・"
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalEnclosedParen":
		if n >= 1 && n <= 20 {
			return "(" + strconv.Itoa(n) + ")"
		}
	case "decimalEnclosedFullstop":
		if n >= 1 && n <= 20 {
			return strconv.Itoa(n) + "."
		}
	case "ideographEnclosedCircle":
		if n >= 1 && n <= 10 {
			return string(rune('㊀' + n - 1))
		}
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "japaneseCounting", "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand":
		return counting(n)
	case "japaneseLegal":
		return legal(n)
	case "japaneseDigitalTenThousand", "ideographDigital", "taiwaneseDigital", "koreanDigital2":
		return digits(n)
	case "ideographTraditional":
		return cycle(n, stems)
	case "ideographZodiac":
		return cycle(n, zodiac)
	case "aiueo", "aiueoFullWidth":
		return cycle(n, gojuon)
	case "iroha", "irohaFullWidth":
		return cycle(n, iroha)
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "ordinal":
		return strconv.Itoa(n) + ordinal(n)
	}
	return strconv.Itoa(n)
}

// cycle takes the nth of a row of characters, over and over.
func cycle(n int, row string) string {
	if n < 1 {
		return strconv.Itoa(n)
	}
	all := []rune(row)
	return string(all[(n-1)%len(all)])
}

// letters writes A to Z, AA, BB … as office programs do.
func letters(n int, first byte) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune(first)+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}

// counting writes 一, 十一, 二十, 百一.
func counting(n int) string {
	return positional(n, []rune("〇一二三四五六七八九"), []string{"", "十", "百", "千"}, false)
}

// legal writes 壱, 壱拾壱, 弐百.
func legal(n int) string {
	return positional(n, []rune("〇壱弐参四五六七八九"), []string{"", "拾", "百", "阡"}, true)
}

func positional(n int, digit []rune, unit []string, ones bool) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	s := strconv.Itoa(n)
	var b strings.Builder
	for i, c := range s {
		d, place := int(c-'0'), len(s)-1-i
		if d == 0 {
			continue
		}
		if d > 1 || place == 0 || ones {
			b.WriteRune(digit[d])
		}
		b.WriteString(unit[place])
	}
	return b.String()
}

// digits writes 一〇 for 10.
func digits(n int) string {
	row := []rune("〇一二三四五六七八九")
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return row[r-'0']
		}
		return r
	}, strconv.Itoa(n))
}

func ordinal(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}
