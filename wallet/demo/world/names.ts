import { drawFor } from './draw.js';

/** Invented people: no name here belongs to anybody behind the data. */
const GIVEN = `Amina Bartek Chidi Dalia Emre Fatou Giulia Hamid Ioana Jamal Kalyani Lamine Marisol Nikolai Oksana Pedro
Qiang Rosa Samir Tenzin Uzma Viktor Wanjiru Ximena Yusuf Zofia Adanna Bilal Catalina Dmitri Elif Farid Graciela Hyun
Ines Joaquin Katya Luis Mehwish Noor Olumide Priya Rafael Sunita Tomasz Ursula Vikram Walter Yelena Zainab`;

const FAMILY: Readonly<Record<string, string>> = {
  drivers: `Abubakar Bianchi Chaudhry Diallo Espinal Ferreira Gurung Haile Islam Jovanovic Kamara Lama Mensah Nunez
Okafor Petrov Quispe Rahman Singh Traore Uddin Vasquez Wu Yilmaz Zaman`,
  growers: `Aguirre Benitez Cabrera Dominguez Echeverria Ferrero Gallardo Herrera Iturbe Juarez Krause Ledesma Moyano
Navarro Ojeda Peralta Quiroga Rinaldi Sosa Tissera Urquiza Vidal Weber Ybarra Zapata`,
  patients: `Ashworth Bellamy Cohen Dubois Eriksen Fontaine Grant Hofmann Ivanova Jansen Kowalski Lindqvist Moreau
Nakamura Osei Patel Quinn Rossi Schmidt Tanaka Ueda Virtanen Walsh Xavier Zhang`,
};

/** As many different full names as asked for, always the same ones in the same order. */
export function namesFor(slug: string, count: number): string[] {
  const families = words(FAMILY[slug] ?? '');
  const all = words(GIVEN).flatMap((given) => families.map((family) => `${given} ${family}`));
  if (all.length < count) throw new Error(`There are only ${all.length} names for ${slug}.`);
  return drawFor(`names:${slug}`).shuffled(all).slice(0, count);
}

/** `Amina Okafor` as `amina.okafor`: how the demo's commands call a person. */
export function handleOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '.');
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
